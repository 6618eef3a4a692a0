"""Searches in three scripts: each query and the events it finds, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from tests import page
from tests.factories import actor, event, quote, topic
from timeline.models import Event, Quote
from timeline.search.query_parser import parse_query

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
    ('"Tokyo Sergei"', set()),  # place and name: a phrase must be in one field
    ('"missile defence', {VISIT, SHIELD}),  # no closing quotation mark: words
    # exclusions
    ("missile -treaty", set()),
    ("missile -tokyo", {SHIELD}),
    ("missile -Лавров", {SHIELD}),
    ("island -calm", {VISIT, SUMMIT}),
    ('island -"island dispute"', {SUMMIT, SUMMER}),
    ("island −dispute", {SUMMIT}),
    ("Лавров -остров", {VISIT}),
    ("island -領", {VISIT, SUMMER}),
    ("missile - treaty", {VISIT, SHIELD}),  # a dash alone excludes nothing
    ("missile -missiles", set()),
    ("missile -(", {VISIT, SHIELD}),
]


def titles(client: Client, text: str) -> list[str]:
    response = client.get("/", {"q": text}, follow=True)
    assert response.status_code == 200, response.content.decode()
    return page.titles(response)


def test_each_query_finds_the_listed_events(scene):
    public = Event.objects.public()
    found = {text: set(public.mentioning(parse_query(text)).values_list("title", flat=True)) for text, _ in FOUND}
    assert len(found) == len(FOUND) >= 40
    assert found == dict(FOUND)


def test_the_page_finds_the_same_as_the_queryset(client, scene):
    for text in ("ラブロフ", '"island dispute" -calm', "островами"):
        assert set(titles(client, text)) == dict([*FOUND, ('"island dispute" -calm', {VISIT})])[text]


def test_statements_are_found_by_their_words_and_the_names_of_their_speakers(scene):
    def words(text: str) -> set[str]:
        return {one.exact[:6] for one in Quote.objects.mentioning(parse_query(text))}

    assert words("missile") == {"Japan'"}
    assert words("Лавров -остров") == {"Japan'"}
    assert words("ラブロフ") == {"Japan'", "Остров"}
    assert words("press conference") == {"Japan'"}
    assert words("tokyo") == set()


def test_a_blank_search_leaves_nothing_out(scene):
    assert Event.objects.mentioning(parse_query("  ")).count() == Event.objects.count()
    assert Quote.objects.mentioning(parse_query("")).count() == Quote.objects.count()


def test_a_search_with_exclusions_only_finds_everything_else(scene):
    left = Event.objects.public().mentioning(parse_query("-island -missile")).values_list("title", flat=True)
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
def test_a_search_without_words_to_find_is_explained(client, scene, text, said):
    assertContains(client.get("/", {"q": text}), said, status_code=400)


def test_a_search_can_be_combined_with_other_filters(client, scene):
    response = client.get("/?q=island&since=2000&topic=islands")
    assert page.sentence(response).startswith("1 event")
    events = Event.objects.mentioning(parse_query("island"))
    assert events.filter(title=VISIT).exists()
    assert (events & Event.objects.public().mentioning(parse_query("calm"))).get().title == SUMMER
    assert Event.objects.exclude(pk__in=events.values("pk")).count() == Event.objects.count() - events.count()


def test_search_words_are_always_parameters_of_the_sql(scene):
    sql, values = Event.objects.mentioning(parse_query("missile drop').table -treaty")).query.sql_with_params()
    for word in ("missil", "drop", "tabl", "treati"):
        assert word not in sql
        assert any(word in str(value) for value in values)


def test_the_number_of_queries_does_not_depend_on_the_words_or_the_matches(client, scene):
    def count_queries(text: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert titles(client, text)
        return len(queries)

    client.get("/")  # reads the data into memory
    assert (
        count_queries("Lavrov")
        == count_queries("island dispute")
        == count_queries('island -"peace treaty" -領土 -calm')
    )


def test_a_search_may_have_as_many_words_as_its_length_allows(client, scene):
    many = [chr(n) for n in range(ord("ァ"), ord("ァ") + 85)]
    assert titles(client, " ".join(["ミサイル", *many])) == []
    assert titles(client, " -".join(["missile", *many[:60]])) == [SHIELD]


# ---- the description of the list


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("missile defence", "with the words “missile defence”"),
        ('"island dispute" -treaty', "with the words “island dispute” but without “treaty”"),
        ("peace talks «мирный договор»", "with the words “peace talks” and “мирный договор”"),
        ("war -peace -“last treaty”", "with the word “war” but without “peace” or “last treaty”"),
    ],
)
def test_the_description_of_the_list_names_the_words(client, text, said):
    assert page.sentence(client.get("/", {"q": text}, follow=True)) == f"No events {said}"


def test_the_chip_of_a_phrase_shows_its_quotation_marks(client):
    assert page.chips(client.get("/", {"q": "war peace"}, follow=True)) == ["“war peace”"]
    assert page.chips(client.get("/", {"q": '"war" -peace'}, follow=True)) == ['"war" -peace']
