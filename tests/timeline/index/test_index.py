"""Bit strings and plain questions give the same answers, whatever is asked."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from tests import kept, page
from tests.factories import actor, article, event, outlet, post, quote, topic
from tests.oracle.backend import QueryBackend
from timeline.filters import querystring
from timeline.filters.filterset import CHOICES, EventFilter
from timeline.index import bitset, registry
from timeline.index.bitmap_backend import SearchBackend
from timeline.index.loader import build
from timeline.index.snapshot import Snapshot
from timeline.pages.event_list.histogram import build_histogram
from timeline.pages.network.arc_diagram import build_arc_diagram
from timeline.pages.network.pairs import Network, build_network
from timeline.serving import revision

FILTER_SETS = int(os.environ.get("FILTER_SETS", "15"))  # for each record; plain questions take their time
DAYS = ("1905", "1956-10", "2007", "2007-10-23", "2007-11-02", "2018", "2018-03-17", "0001", "9999-12-31")
WORDS = ("concerned", "missile", "island*", "talks -concerned", "“peace treaty”", "сотрудничество", "zzz")


def compare(query: str, record: Snapshot, *, pictures: bool = True) -> int:
    """Everything that a page of the list says. The number of events."""
    asked = QueryDict(query)
    plainly = EventFilter(asked)
    events = EventFilter(asked, known=record.known)
    plain, bitwise = QueryBackend(plainly), SearchBackend(events, record)
    assert events.understood == plainly.understood, query
    keys = list(plainly.qs.values_list("pk", flat=True))
    assert bitwise.total == plain.total == len(keys), query
    for start in {0, max(len(keys) - 7, 0), len(keys) // 2}:
        assert bitwise.listed(start, start + 7) == keys[start : start + 7], query
    for name in CHOICES:
        one, other = bitwise.counted(name), plain.counted(name)
        assert one.counts == other.counts, (query, name)
        assert [one.sides.get(value) for value in one.counts] == [other.sides.get(value) for value in one.counts]
        if name != "office":  # two titles may make one slug
            assert [one.labels[value] for value in one.counts] == [other.labels[value] for value in one.counts]
            assert one.ranked == other.ranked, (query, name)
    assert bitwise.reach() == plain.reach()
    if not events.asks_for_statements():
        assert bitwise.all_speak() == plain.all_speak(), query
    compare_said(query, bitwise, plain)
    compare_network(query, bitwise, plain)
    if pictures:
        assert build_histogram(events, bitwise) == build_histogram(plainly, plain), query
    return len(keys)


def compare_said(query: str, bitwise: SearchBackend, plain: QueryBackend) -> None:
    """Everything that the pages of a comparison say: numbers, days in order, statements of a page."""
    one, other = bitwise.said(), plain.said()
    assert one == other, query
    dates = [date for date, _n in one.days]
    for start in {0, max(len(dates) - 7, 0), len(dates) // 2}:
        some = dates[start : start + 7]
        assert bitwise.said_on(some) == plain.said_on(some), (query, some)
        assert bitwise.said_on(some, 2, 5) == plain.said_on(some)[2:5], (query, some)
        assert len(bitwise.said_on(some)) == sum(n for _date, n in one.days[start : start + 7])


def compare_network(query: str, bitwise: SearchBackend, plain: QueryBackend) -> None:
    one, other = (seen(build_network(answers.events, answers)) for answers in (bitwise, plain))
    assert one == other, query


def seen(found: Network) -> tuple[object, ...]:
    """All that the page of who met whom tells."""
    ranked = [(node.actor, node.strength, found.build_url(node)) for node in found.nodes]
    return found.pairs, found.build_rows(found.pairs), ranked, found.contacts.large, build_arc_diagram(found)


def filters(choose: random.Random, record: Snapshot) -> Iterator[str]:
    """Addresses as readers might make them: mostly of one, two or three choices."""
    values = {
        "q": WORDS,
        "since": DAYS,
        "until": DAYS,
        "certain": ("1",),
        "corroborated": ("1",),
        "order": ("oldest",),
        **{name: tuple(sorted(record.known[name])) for name in CHOICES},
    }
    names = [name for name, some in values.items() if some]
    while True:
        chosen = choose.choices(names, k=choose.choice((0, 1, 1, 2, 2, 3, 3, 4, 5)))
        pairs = {(name, choose.choice(values[name])) for name in chosen}
        single = {name: value for name, value in pairs if name in ("q", "since", "until", "certain", "order")}
        several = {pair for pair in pairs if pair[0] not in single}
        yield querystring.query(tuple(sorted({*several, *single.items()}))).removeprefix("?")


def made_up(choose: random.Random, n: int) -> None:
    """Events of every sort of date, with drafts, silent ones, several speakers and offices held for a while."""
    people = [actor(f"Person {i}", country=choose.choice(("JP", "RU", "SU", "US", "FR", ""))) for i in range(9)]
    for person in people[:6]:
        post(person, "Minister for Foreign Affairs", "1950", "2007-10-23")
        post(person, "Prime Minister", "2007-10", "")
    matters = [topic(name) for name in ("Islands", "Shield", "Peace treaty")]
    houses = [outlet(f"Paper {i}") for i in range(4)]
    sources = []
    for _ in range(12):
        agency = choose.choice([None, None, houses[3]])
        sources.append(article(outlet=choose.choice(houses), agency=agency, language=choose.choice(("en", "ja", "ru"))))
    when = ("1956-10-19", "1956", "1905~", "2007-10-23", "2007-10-15/2007-11-02", "2007-10", "../2018-03-17", "2018/..")
    for i in range(n):
        happened = event(
            f"Talks {i}" if i % 3 else "A peace treaty",
            kind=choose.choice(("talks", "visit", "summit", "other")),
            status="draft" if not choose.randrange(8) else "published",
            date=choose.choice(when),
            planned=not choose.randrange(5),
            actors=choose.sample(people, choose.choice((0, 1, 2, 3, 9))),
            topics=choose.sample(matters, choose.randrange(3)),
            cites=choose.sample(sources, choose.choice((0, 1, 1, 2, 3))),
        )
        for _ in range(choose.choice((0, 0, 1, 2, 3, 7))):
            quote(
                choose.choice(("We are concerned", "The missile shield", "Nothing new")),
                of=happened,
                by=choose.choice(people),
                article=choose.choice(sources),
                kind=choose.choice(("indirect", "paraphrase", "direct", "mixed")),
                date=choose.choice(("", "2007-10-23", "2008", "2008?", "2008~", "1905/2017", "../2018-03-17")),
                topics=choose.sample(matters, choose.randrange(3)),
                to=choose.sample(people, choose.choice((0, 0, 1, 2))),
            )


@pytest.mark.django_db
def test_both_answer_alike_on_the_whole_record():
    kept.whole_record()
    record, choose, sizes = build("default"), random.Random(1855), []
    for n, query in zip(range(2 * FILTER_SETS), filters(choose, record), strict=False):
        sizes.append(compare(query, record, pictures=n % 3 == 0))
    assert any(sizes)  # it did not only agree about nothing


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_both_answer_alike_on_records_made_up(seed):
    choose = random.Random(seed)
    made_up(choose, 40)
    record, sizes = build("default"), []
    for _n, query in zip(range(FILTER_SETS), filters(choose, record), strict=False):
        sizes.append(compare(query, record))
    assert any(sizes)


@pytest.mark.django_db
def test_both_answer_alike_where_nothing_is_recorded():
    for query in ("", "side=JP", "since=1998", "said=direct", "q=talks", "kind=talks&order=oldest", "since=never"):
        assert compare(query, build("default")) == 0


@pytest.mark.django_db
def test_a_record_is_read_once_for_a_revision():
    event()
    first = registry.snapshot_at(revision.current())
    with CaptureQueriesContext(connection) as asked:
        assert registry.snapshot_at(revision.current()) is first
    assert len(asked) == 1
    Article.objects.update(title="Another")
    second = registry.snapshot_at(revision.current())
    assert second is not first


@pytest.mark.django_db
def test_a_record_from_before_a_save_answers_nobody_who_asks_after_it():
    event()
    then = revision.current()
    event()
    for asked_for in (then, revision.current()):  # who asked before is told the newer state, as the database would
        record = registry.snapshot_at(asked_for)
        assert (record.mark, record.size) == (revision.current().mark, 2)


@pytest.mark.django_db
def test_reading_asks_as_few_questions_for_many_records():
    choose = random.Random(7)
    made_up(choose, 5)
    with CaptureQueriesContext(connection) as few:
        build("default")
    made_up_more = [quote(of=event(topics=[topic("Islands")])) for _ in range(30)]
    with CaptureQueriesContext(connection) as many:
        build("default")
    assert len(made_up_more) == 30
    assert len(many) == len(few)


@given(st.sets(st.integers(0, 20_000)), st.integers(0, 300), st.integers(0, 300))
def test_set_bits_are_found_by_their_number(places, start, length):
    found = bitset.of(places, 20_001)
    assert list(bitset.positions(found, start, start + length)) == sorted(places)[start : start + length]


@given(st.lists(st.integers(1, 60), max_size=300), st.integers(0, 62))
def test_events_before_a_day(days, day):
    assert bitset.Days.of(days).before(day) == bitset.of([at for at, one in enumerate(days) if one < day], len(days))


@pytest.mark.django_db(transaction=True)
def test_after_a_save_the_next_page_counts_anew(client):
    lavrov = actor("Sergei Lavrov", country="RU")
    for n in range(1, 4):
        event(f"Talks {n}", actors=[lavrov])
        response = client.get("/?actor=sergei-lavrov")
        assert page.total(response) == n
        assert f"Talks {n}" in page.titles(response)
