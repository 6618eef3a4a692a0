"""A reader follows a link and lands on the words, or on a copy; never on anything that is not a web page."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from articles.outgoing_links import archive_link, safe_url, text_fragment

PAGE = "https://news.example/talks"


def directive(exact: str, prefix: str = "", suffix: str = "") -> str:
    """The part after `text=`, decoded."""
    return unquote(text_fragment(PAGE, exact, prefix, suffix).partition(":~:text=")[2])


def test_a_short_quotation_is_given_in_full():
    assert text_fragment(PAGE, "opposed to it") == f"{PAGE}#:~:text=opposed%20to%20it"


def test_the_signs_of_the_syntax_are_encoded():
    assert text_fragment(PAGE, "US-led, 50% & more") == f"{PAGE}#:~:text=US%2Dled%2C%2050%25%20%26%20more"


def test_words_in_any_script_are_encoded_as_utf8():
    assert text_fragment(PAGE, "平和") == f"{PAGE}#:~:text=%E5%B9%B3%E5%92%8C"


@pytest.mark.parametrize(("url", "exact"), [("", "words"), (PAGE, ""), (PAGE, " \n")])
def test_without_words_or_address_nothing_is_added(url, exact):
    assert text_fragment(url, exact) == url


def test_a_fragment_of_the_address_is_preserved():
    assert text_fragment(f"{PAGE}?p=1#top", "words") == f"{PAGE}?p=1#top:~:text=words"


def test_an_older_directive_is_replaced():
    assert text_fragment(f"{PAGE}#:~:text=other", "words") == f"{PAGE}#:~:text=words"
    assert text_fragment(f"{PAGE}#top:~:text=other", "words") == f"{PAGE}#top:~:text=words"


def test_spaces_and_breaks_within_a_line_are_one_space_as_the_browser_shows_them():
    assert directive("opposed \t to\u00a0it") == "opposed to it"


def test_the_words_around_distinguish_two_equal_passages():
    assert directive("opposed", "Russia was ", " to it") == "Russia was-,opposed,-to it"


def test_partial_words_of_the_context_are_left_out():
    prefix, suffix = "ussia's minister said Moscow was ", " to the missile shield and its co"
    assert directive("opposed", prefix, suffix) == "minister said Moscow was-,opposed,-to the missile shield and its"


def test_a_number_is_not_cut_at_its_comma():
    assert directive("missiles", suffix=" in the region, of which some 1,4") == "missiles,-in the region, of which some"


def test_one_long_partial_word_gives_no_context():
    assert directive("opposed", "x" * 32, "y" * 32) == "opposed"


def test_context_from_another_paragraph_is_left_out():
    assert directive("Lavrov arrived", "in 1945.\n\n", "\n\nWhile the two nations") == "Lavrov arrived"
    assert directive("arrived", "in 1945.\n\nLavrov ", " in Tokyo.\n\nWhile") == "Lavrov-,arrived,-in Tokyo."


def test_context_of_signs_only_is_left_out():
    assert directive("opposed", "“", "”, ") == "opposed"


def test_a_long_quotation_is_given_by_its_first_and_last_words():
    exact = "opposed to the construction of a missile defence system aimed at securing military superiority over all"
    assert directive(exact) == "opposed to the construction of,securing military superiority over all"


def test_a_quotation_over_several_paragraphs_is_given_by_its_first_and_last_words():
    exact = "We do not have the intention of waiting.\n\nNo.\n\nWe truly want to end it."
    assert directive(exact) == "We do not have the,truly want to end it."


def test_paragraphs_of_a_word_or_two_are_given_in_full():
    assert directive("No.\nYes, we agree.") == "No.,Yes, we agree."


def test_last_words_that_occur_earlier_are_extended_so_that_the_highlight_does_not_stop_there():
    exact = (
        "He said that in Tokyo both sides would go on talking about it and in Moscow they would go on talking about it"
    )
    assert directive(exact) == "He said that in Tokyo,they would go on talking about it"


def test_one_long_word_is_given_in_full():
    assert directive("a" * 100) == "a" * 100


def test_a_long_japanese_quotation_is_cut_where_words_end():
    exact = (
        "ロシアのラブロフ外相は東京で高村外相と会談し、日米が進めるミサイル防衛システムの共同開発について"
        "東アジアの安全保障環境に否定的な影響を与える恐れがあると懸念を表明した"
    )
    assert directive(exact) == "ロシアのラブロフ外相は,与える恐れがあると懸念を表明した"


def test_japanese_context_is_cut_where_words_end():
    prefix = "て、両国の首脳が合意した行動計画を着実に実施する必要があるとして"[-32:]
    assert len(prefix) == 32
    assert directive("平和条約", prefix) == "、両国の首脳が合意した行動計画を着実に実施する必要があるとして-,平和条約"


def test_a_long_chinese_quotation_without_a_certain_word_boundary_is_given_in_full():
    exact = "俄" * 90
    assert directive(exact) == exact


@pytest.mark.parametrize("url", ["http://news.example/a", "https://news.example/a?b=c#d", "HTTPS://NEWS.EXAMPLE/"])
def test_web_addresses_become_links(url):
    assert safe_url(url) == url
    assert safe_url(f" {url}\n") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "ht\ttps://news.example",
        "data:text/html,x",
        "ftp://news.example/a",
        "file:///etc/hosts",
        "//news.example/a",
        "/a",
        "news.example",
        "https://",
        "https:news.example",
        "https:\\\\news.example",
        "https://news.example/a b",
        "https://[::1",
    ],
)
def test_nothing_else_becomes_a_link(url):
    assert safe_url(url) == ""


def test_a_known_copy_is_linked():
    copy = "https://web.archive.org/web/2018/https://news.example/talks"
    assert archive_link(PAGE, copy) == copy


def test_without_a_known_copy_the_calendar_of_copies_is_linked():
    assert archive_link(PAGE, "") == f"https://web.archive.org/web/*/{PAGE}"
    assert archive_link(f"{PAGE}?p=1#top", "") == f"https://web.archive.org/web/*/{PAGE}?p=1"


def test_a_copy_is_offered_only_if_there_was_a_page():
    assert archive_link("", "") == ""
    assert archive_link("javascript:alert(1)", "javascript:alert(2)") == ""
    assert archive_link(PAGE, "javascript:alert(2)") == f"https://web.archive.org/web/*/{PAGE}"


def test_words_that_were_removed_from_this_site_are_not_in_the_link():
    assert text_fragment(PAGE, "said █████ there") == PAGE
    assert directive("said there", "█████ who", " to ████") == "said there"
