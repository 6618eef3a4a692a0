"""Searches with any text at all, compared with a plain search through every word."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import actor, article, event, quote
from timeline.models import Event, Quote
from timeline.search.highlighting import find_term
from timeline.search.query_parser import Query, parse_query
from timeline.search.tokenizer import tokenize
from timeline.signals import search_index

pytestmark = pytest.mark.django_db

SIGNS = [*"*:^\\'(){}|&!-−–“”«」「¶\u3099", "<->", ";--", "%s", "OR", "NOT", "AND", "NEAR(", "words:"]
PIECES = st.sampled_from(["missile", "Лавров", "日露首脳", "領", "ﾗﾌﾞﾛﾌ", '"', " -", " - ", *SIGNS])
TYPED = st.one_of(
    st.text(max_size=40), st.lists(st.one_of(PIECES, st.just(" "), st.characters()), max_size=12).map("".join)
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(TYPED)
def test_any_text_can_be_searched_for(client, text):
    if not Event.objects.exists():
        quote("missile", of=event("日露首脳会談"))
    text = text.encode("utf-8", "ignore").decode()
    assert client.get("/", {"q": text}, follow=True).status_code in (200, 400)
    if "\x00" not in text:
        list(Event.objects.mentioning(parse_query(text)))
        list(Quote.objects.mentioning(parse_query(text)))


VOCABULARY = ["missile", "Missiles", "treaty", "treaties", "остров", "островами", "Лавров", "日露首脳", "首脳会談"]
VOCABULARY += ["領土", "領", "土", "U.S.", "2.5", "セルゲイ・ラブロフ", "ラブロフ", "island-dispute", "¶", "·"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)
SEARCHES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "-"]),
        st.one_of(st.sampled_from(VOCABULARY), WORDS.map(lambda words: f'"{words}"')),
    ).map("".join),
    min_size=1,
    max_size=4,
).map(" ".join)


def find_matching_terms(query: Query, fields: list[str]) -> set[int]:
    """The numbers of the terms, wanted and unwanted, that are in one of the fields."""
    terms = [*query.wanted, *query.unwanted]
    return {n for n, term in enumerate(terms) if any(find_term(term, tokenize(field)) for field in fields)}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(WORDS, WORDS, st.lists(WORDS, max_size=2)), max_size=5), st.lists(SEARCHES, max_size=6))
def test_the_database_finds_what_a_search_through_every_word_finds(records, searches):
    with transaction.atomic():
        source, speaker = article(), actor("Somebody Else")
        fields: dict[int, list[str]] = {}
        with search_index.delay_indexing():
            for title, summary, said in records:
                made = event(title or "Untitled", summary=summary, place="", cites=source)
                fields[made.pk] = [made.title, summary]
                for words in said:
                    fields[made.pk].append(words or "silence")
                    quote(words or "silence", of=made, by=speaker)
        for text in searches:
            query = parse_query(text)
            wanted = set(range(len(query.wanted)))
            expected = {pk for pk, texts in fields.items() if find_matching_terms(query, texts) == wanted}
            assert set(Event.objects.mentioning(parse_query(text)).values_list("pk", flat=True)) == expected, text
        transaction.set_rollback(True)
