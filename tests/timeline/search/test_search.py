"""Words in three scripts find the same events on SQLite and on PostgreSQL: what is expected is written out."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from tests import page
from tests.factories import actor, article, event, quote, topic
from timeline.models import Event, Quote
from timeline.search import full_text_index
from timeline.search.highlighting import places_of
from timeline.search.query_parser import Query, parse
from timeline.search.tokenizer import tokens
from timeline.signals import search_index

pytestmark = pytest.mark.django_db

VISIT, SUMMIT, SHIELD, TALKS, SUMMER, DEAL = (
    "Lavrov visits Tokyo",
    "日露首脳会談",
    "Missile shield worries Moscow",
    "Переговоры о мирном договоре",
    "Summer in Karuizawa",
    "Rate of 2.5 (per cent)",
)


@pytest.fixture
def scene():
    lavrov = actor("Sergei Lavrov", name_ja="セルゲイ・ラブロフ", name_ru="Сергей Лавров")
    komura = actor("Masahiko Kōmura", slug="komura", name_ja="高村 正彦", name_ru="Масахико Комура")
    islands = topic("Islands")
    islands.name_ja, islands.name_ru = "領土問題", "Территориальный вопрос"
    islands.save()
    visit = event(
        VISIT, summary="The minister’s visit turned on the island dispute.", place="Tokyo", actors=[lavrov, komura]
    )
    quote("Japan's missile defence, built with the U.S., worries us", of=visit, by=lavrov, venue="Press conference")
    quote("We need no treaty without the islands", of=visit, by=komura)
    event(
        SUMMIT, summary="両首脳はミサイル防衛と北方領土について話し合った。", place="ウラジオストク", topics=[islands]
    )
    event(SHIELD, summary="Ballistic-missile defences drew criticism; a treaty was not discussed.", place="Moscow")
    talks = event(TALKS, summary="Министры обсудили визиты и судьбу островов.", place="Москва", actors=[lavrov])
    quote("Остров остаётся нашим, ещё раз", of=talks, by=lavrov, attributed_to="российский дипломат")
    event(SUMMER, summary="A dispute over an island of calm.", place="Karuizawa")
    event(DEAL, summary="Façade and naïveté.", place="Zürich; Geneva")
    event("Draft of a missile treaty", status="draft", actors=[lavrov])
    event("Unsourced missile", cites=False)


FOUND: list[tuple[str, set[str]]] = [
    # names, in any script
    ("Lavrov", {VISIT, TALKS}),
    ("LAVROV", {VISIT, TALKS}),
    ("лавров", {VISIT, TALKS}),
    ("Лаврова", {VISIT, TALKS}),
    ("Лавровым", {VISIT, TALKS}),
    ("ラブロフ", {VISIT, TALKS}),
    ("ﾗﾌﾞﾛﾌ", {VISIT, TALKS}),
    ("セルゲイ・ラブロフ", {VISIT, TALKS}),
    ("セルゲイラブロフ", {VISIT, TALKS}),
    ("Komura", {VISIT}),
    ("kōmura", {VISIT}),
    ("高村正彦", {VISIT}),
    ("Комуры", {VISIT}),
    # English
    ("missile", {VISIT, SHIELD}),
    ("missiles", {VISIT, SHIELD}),
    ("Missile's", {VISIT, SHIELD}),
    ("defences", {VISIT, SHIELD}),
    ("visit", {VISIT}),
    ("visiting Tokyo", {VISIT}),
    ("ministers", {VISIT}),
    ("ministerial", set()),
    ("US", {VISIT}),
    ("U.S.", {VISIT}),
    ("island", {VISIT, SUMMIT, SUMMER}),  # the summit's topic
    ("facade naivete zurich", {DEAL}),
    ("2.5 (per", {DEAL}),
    ("5.2", set()),
    ("2x5", set()),
    ("ballistic-missile", {SHIELD}),
    ("missile-ballistic", set()),
    # Russian
    ("остров", {TALKS}),
    ("острова", {TALKS}),
    ("островами", {TALKS}),
    ("визит", {TALKS}),
    ("переговоров", {TALKS}),
    ("министром", {TALKS}),
    ("остается еще", {TALKS}),
    ("дипломата", {TALKS}),
    ("территориальному вопросу", {SUMMIT}),
    # Japanese
    ("ミサイル", {SUMMIT}),
    ("日露", {SUMMIT}),
    ("首脳会談", {SUMMIT}),
    ("露首", {SUMMIT}),
    ("領土", {SUMMIT}),
    ("領", {SUMMIT}),
    ("談", {SUMMIT}),
    ("彦", {VISIT}),
    ("会議", set()),
    ("ミサイル 日露 領土問題", {SUMMIT}),
    # a word in the event, another in its statement
    ("dispute treaty", {VISIT}),
    ("dispute openness", set()),
    # phrases
    ('"island dispute"', {VISIT}),
    ("“dispute over an island”", {SUMMER}),
    ('"dispute island"', set()),
    ("«мирного договора»", {TALKS}),
    ("„судьба острова“", {TALKS}),
    ("「ミサイル防衛」", {SUMMIT}),
    ('"Zürich Geneva"', {DEAL}),
    ('"Tokyo Sergei"', set()),  # place and name: a phrase stands in one field
    ('"missile defence', {VISIT, SHIELD}),  # never closed: words
    # exclusions
    ("missile -treaty", set()),
    ("missile -tokyo", {SHIELD}),
    ("missile -Лавров", {SHIELD}),
    ("island -calm", {VISIT, SUMMIT}),
    ('island -"island dispute"', {SUMMIT, SUMMER}),
    ("island −dispute", {SUMMIT}),
    ("Лавров -остров", {VISIT}),
    ("island -領", {VISIT, SUMMER}),
    ("missile - treaty", {VISIT, SHIELD}),  # a dash alone is no exclusion
    ("missile -missiles", set()),
    ("missile -(", {VISIT, SHIELD}),
]


def titles(client: Client, text: str) -> list[str]:
    response = client.get("/", {"q": text}, follow=True)
    assert response.status_code == 200, response.content.decode()
    return page.titles(response)


def test_the_set_of_queries_finds_the_events_written_beside_them(scene):
    public = Event.objects.public()
    found = {text: set(public.mentioning(parse(text)).values_list("title", flat=True)) for text, _ in FOUND}
    assert len(found) == len(FOUND) >= 40
    assert found == dict(FOUND)


def test_the_page_finds_the_same_as_the_verb(client, scene):
    for text in ("ラブロフ", '"island dispute" -calm', "островами"):
        assert set(titles(client, text)) == dict([*FOUND, ('"island dispute" -calm', {VISIT})])[text]


def test_statements_are_found_by_their_own_words_and_their_speakers_names(scene):
    def words(text: str) -> set[str]:
        return {one.exact[:6] for one in Quote.objects.mentioning(parse(text))}

    assert words("missile") == {"Japan'"}
    assert words("Лавров -остров") == {"Japan'"}
    assert words("ラブロフ") == {"Japan'", "Остров"}
    assert words("press conference") == {"Japan'"}
    assert words("tokyo") == set()


def test_blank_words_ask_for_nothing(scene):
    assert Event.objects.mentioning(parse("  ")).count() == Event.objects.count()
    assert Quote.objects.mentioning(parse("")).count() == Quote.objects.count()


def test_only_exclusions_leave_the_rest(scene):
    left = Event.objects.public().mentioning(parse("-island -missile")).values_list("title", flat=True)
    assert set(left) == {TALKS, DEAL}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-treaty", "only excludes words"),
        ("-“peace treaty” -war", "only excludes words"),
        ('( * "', "contains no word to search for"),
        ("-", "contains no word to search for"),
    ],
)
def test_without_a_word_to_find_the_page_says_what_is_missing(client, scene, text, said):
    assertContains(client.get("/", {"q": text}), said, status_code=400)


def test_a_list_by_words_can_be_narrowed_ordered_and_counted_like_any_other(client, scene):
    response = client.get("/?q=island&since=2000&topic=islands")
    assert page.sentence(response).startswith("1 event")
    events = Event.objects.mentioning(parse("island"))
    assert events.filter(title=VISIT).exists()
    assert (events & Event.objects.public().mentioning(parse("calm"))).get().title == SUMMER
    assert Event.objects.exclude(pk__in=events.values("pk")).count() == Event.objects.count() - events.count()


def test_what_was_typed_reaches_the_database_as_values_only(scene):
    sql, values = Event.objects.mentioning(parse("missile drop').table -treaty")).query.sql_with_params()
    for word in ("missil", "drop", "tabl", "treati"):
        assert word not in sql
        assert any(word in str(value) for value in values)


def test_the_number_of_queries_does_not_depend_on_the_words_or_the_hits(client, scene):
    def asked(text: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert titles(client, text)
        return len(queries)

    client.get("/")  # the record is read into memory
    assert asked("Lavrov") == asked("island dispute") == asked('island -"peace treaty" -領土 -calm')


def test_as_many_words_as_fit_can_be_asked_for(client, scene):
    many = [chr(n) for n in range(ord("ァ"), ord("ァ") + 85)]
    assert titles(client, " ".join(["ミサイル", *many])) == []
    assert titles(client, " -".join(["missile", *many[:60]])) == [SHIELD]


# the index follows the records


def found(text: str) -> list[str]:
    return sorted(Event.objects.public().mentioning(parse(text)).values_list("title", flat=True))


def test_a_renamed_actor_is_found_by_the_new_name_and_not_by_the_old():
    who = actor("Lavrov", name_ja="ラブロフ")
    event("Takes part", actors=[who])
    quote("words", of=event("Speaks"), by=who)
    assert found("Lavrov") == ["Speaks", "Takes part"]
    who.name, who.name_ja = "Ryabkov", "リャブコフ"
    who.save()
    assert found("Lavrov") == found("ラブロフ") == []
    assert found("Ryabkov") == found("リャブコフ") == ["Speaks", "Takes part"]


def test_a_renamed_topic_is_found_by_the_new_name():
    islands = topic("Islands")
    event("Talks", topics=[islands])
    islands.name = "Kurils"
    islands.save()
    assert (found("islands"), found("kurils")) == ([], ["Talks"])


def test_a_deleted_or_changed_or_moved_statement_takes_its_words_along():
    here, there = event("Here"), event("There")
    said = quote("openness", of=here)
    assert found("openness") == ["Here"]
    said.event = there
    said.save()
    assert found("openness") == ["There"]
    said.exact = "secrecy"
    said.save()
    assert (found("openness"), found("secrecy")) == ([], ["There"])
    said.delete()
    assert found("secrecy") == []


def test_an_event_deleted_or_changed_is_no_longer_found():
    talks = event("Talks")
    quote("openness", of=talks)
    talks.title = "Parley"
    talks.save()
    assert (found("talks"), found("parley")) == ([], ["Parley"])
    talks.delete()
    assert found("parley") == found("openness") == []
    assert not Quote.objects.mentioning(parse("openness")).exists()


@pytest.mark.parametrize("make", [actor, topic], ids=["actors", "topics"])
def test_links_made_and_broken_from_either_side_are_followed(make):
    talks, lavrov = event("Talks"), make("Lavrov")
    ours = getattr(talks, "actors" if make is actor else "topics")
    for link, unlink in [
        (lambda: ours.add(lavrov), lambda: ours.remove(lavrov)),
        (lambda: ours.set([lavrov]), ours.clear),
        (lambda: lavrov.events.add(talks), lambda: lavrov.events.remove(talks)),
        (lambda: lavrov.events.set([talks]), lavrov.events.clear),
    ]:
        assert found("Lavrov") == []
        link()
        assert found("Lavrov") == ["Talks"]
        unlink()
    ours.add(lavrov)
    lavrov.delete()
    assert found("Lavrov") == []


def test_drafts_are_found_once_published():
    draft = event("Secret talks", status="draft")
    quote("openness", of=draft)
    assert found("secret") == found("openness") == []
    draft.status = "published"
    draft.save()
    assert found("secret") == found("openness") == ["Secret talks"]


def test_words_of_records_that_are_gone_are_never_found():
    """Emptying tables past the models leaves the index behind."""
    gone = quote("openness", of=event("Gone"))
    assert found("openness") == ["Gone"]
    Quote.objects.filter(pk=gone.pk)._raw_delete("default")
    assert found("openness") == []
    assert not Quote.objects.mentioning(parse("openness")).exists()


def test_reindex_finds_what_was_changed_past_the_models(capsys):
    talks = event("Talks")
    quote("openness", of=talks)
    Event.objects.update(title="Parley")
    assert found("parley") == []
    call_command("reindex")
    assert capsys.readouterr().out == "Indexed 1 events and 1 statements.\n"
    assert (found("talks"), found("parley"), found("openness")) == ([], ["Parley"], ["Parley"])


def test_while_much_is_loaded_nothing_is_indexed_until_the_end():
    with search_index.put_off():
        with search_index.put_off():
            event("Talks")
        assert found("talks") == []
    assert found("talks") == ["Talks"]


def test_the_data_of_the_project_is_found_after_loading(seeds):
    assert found("ラブロフ") == found("Лавров") != []
    assert set(found("Lavrov")) >= set(found("ラブロフ"))
    assert found("missiles") == found("missile") != []


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_taken_down_and_put_up_again():
    event("Talks")
    call_command("migrate", "timeline", "0002", verbosity=0)
    try:
        with connection.cursor() as cursor:
            assert full_text_index.EVENTS not in connection.introspection.table_names(cursor)
    finally:
        call_command("migrate", "timeline", verbosity=0)
    assert found("talks") == ["Talks"]


# the sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("missile defence", "with the words “missile defence”"),
        ('"island dispute" -treaty', "with the words “island dispute” but without “treaty”"),
        ("peace talks «мирный договор»", "with the words “peace talks” and “мирный договор”"),
        ("war -peace -“last treaty”", "with the word “war” but without “peace” or “last treaty”"),
    ],
)
def test_words_asked_for_are_said_in_the_sentence(client, text, said):
    assert page.sentence(client.get("/", {"q": text}, follow=True)) == f"No events {said}"


def test_a_phrase_keeps_its_marks_where_it_can_be_taken_away(client):
    assert page.chips(client.get("/", {"q": "war peace"}, follow=True)) == ["“war peace”"]
    assert page.chips(client.get("/", {"q": '"war" -peace'}, follow=True)) == ['"war" -peace']


# any text at all

SIGNS = [*"*:^\\'(){}|&!-−–“”«」「¶\u3099", "<->", ";--", "%s", "OR", "NOT", "AND", "NEAR(", "words:"]
PIECES = st.sampled_from(["missile", "Лавров", "日露首脳", "領", "ﾗﾌﾞﾛﾌ", '"', " -", " - ", *SIGNS])
TYPED = st.one_of(
    st.text(max_size=40), st.lists(st.one_of(PIECES, st.just(" "), st.characters()), max_size=12).map("".join)
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_any_text_is_answered(client, text):
    if not Event.objects.exists():
        quote("missile", of=event("日露首脳会談"))
    text = text.encode("utf-8", "ignore").decode()
    assert client.get("/", {"q": text}, follow=True).status_code in (200, 400)
    if "\x00" not in text:
        list(Event.objects.mentioning(parse(text)))
        list(Quote.objects.mentioning(parse(text)))


VOCABULARY = ["missile", "Missiles", "treaty", "treaties", "остров", "островами", "Лавров", "日露首脳", "首脳会談"]
VOCABULARY += ["領土", "領", "土", "U.S.", "2.5", "セルゲイ・ラブロフ", "ラブロフ", "island-dispute", "¶", "·"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)
ASKED = st.lists(
    st.tuples(
        st.sampled_from(["", "", "-"]),
        st.one_of(st.sampled_from(VOCABULARY), WORDS.map(lambda words: f'"{words}"')),
    ).map("".join),
    min_size=1,
    max_size=4,
).map(" ".join)


def stands(query: Query, fields: list[str]) -> set[int]:
    """By number, the wanted and unwanted terms that stand in one of the fields."""
    terms = [*query.wanted, *query.unwanted]
    return {n for n, term in enumerate(terms) if any(places_of(term, tokens(field)) for field in fields)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS, st.lists(WORDS, max_size=2)), max_size=5), st.lists(ASKED, max_size=6))
def test_the_databases_find_what_plain_looking_finds(records, questions):
    with transaction.atomic():
        source, speaker = article(), actor("Somebody Else")
        fields: dict[int, list[str]] = {}
        with search_index.put_off():
            for title, summary, said in records:
                made = event(title or "Untitled", summary=summary, place="", cites=source)
                fields[made.pk] = [made.title, summary]
                for words in said:
                    fields[made.pk].append(words or "silence")
                    quote(words or "silence", of=made, by=speaker)
        for text in questions:
            query = parse(text)
            wanted = set(range(len(query.wanted)))
            expected = {pk for pk, told in fields.items() if stands(query, told) == wanted}
            assert set(Event.objects.mentioning(parse(text)).values_list("pk", flat=True)) == expected, text
        transaction.set_rollback(True)
