"""The index and plain database queries find the same, whatever the filters."""

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
from tests import datasets, page
from tests.factories import actor, article, event, outlet, post, quote, topic
from tests.oracle.backend import QueryBackend
from timeline.filters import querystring
from timeline.filters.filterset import CHOICES, EventFilter
from timeline.index import bitset, registry
from timeline.index.bitmap_backend import SearchBackend
from timeline.index.loader import load_snapshot
from timeline.index.snapshot import Snapshot
from timeline.pages.event_list.histogram import build_histogram
from timeline.pages.network.arc_diagram import build_arc_diagram
from timeline.pages.network.pairs import Network, build_network
from timeline.serving import revision

FILTER_SETS = int(os.environ.get("FILTER_SETS", "15"))  # for each set of data; plain queries take long
DAYS = ("1905", "1956-10", "2007", "2007-10-23", "2007-11-02", "2018", "2018-03-17", "0001", "9999-12-31")
WORDS = ("concerned", "missile", "island*", "talks -concerned", "“peace treaty”", "сотрудничество", "zzz")


def compare(query: str, snapshot: Snapshot, *, pictures: bool = True) -> int:
    """Everything that a list shows. Returns the number of events."""
    data = QueryDict(query)
    plainly = EventFilter(data)
    events = EventFilter(data, known=snapshot.known)
    plain, bitwise = QueryBackend(plainly), SearchBackend(events, snapshot)
    assert events.understood == plainly.understood, query
    keys = list(plainly.qs.values_list("pk", flat=True))
    assert bitwise.total == plain.total == len(keys), query
    for start in {0, max(len(keys) - 7, 0), len(keys) // 2}:
        assert bitwise.list_keys(start, start + 7) == keys[start : start + 7], query
    for name in CHOICES:
        one, other = bitwise.count_choices(name), plain.count_choices(name)
        assert one.counts == other.counts, (query, name)
        assert [one.sides.get(value) for value in one.counts] == [other.sides.get(value) for value in one.counts]
        if name != "office":  # two titles may make one slug
            assert [one.labels[value] for value in one.counts] == [other.labels[value] for value in one.counts]
            assert one.ranked == other.ranked, (query, name)
    assert bitwise.find_date_span() == plain.find_date_span()
    if not events.has_statement_choices():
        assert bitwise.has_actors_speaking() == plain.has_actors_speaking(), query
    compare_statements(query, bitwise, plain)
    compare_network(query, bitwise, plain)
    if pictures:
        assert build_histogram(events, bitwise) == build_histogram(plainly, plain), query
    return len(keys)


def compare_statements(query: str, bitwise: SearchBackend, plain: QueryBackend) -> None:
    """Everything that side-by-side pages show: numbers, days in order, the statements of a page."""
    one, other = bitwise.count_statements(), plain.count_statements()
    assert one == other, query
    dates = [date for date, _n in one.days]
    for start in {0, max(len(dates) - 7, 0), len(dates) // 2}:
        some = dates[start : start + 7]
        assert bitwise.list_statements(some) == plain.list_statements(some), (query, some)
        assert bitwise.list_statements(some, 2, 5) == plain.list_statements(some)[2:5], (query, some)
        assert len(bitwise.list_statements(some)) == sum(n for _date, n in one.days[start : start + 7])


def compare_network(query: str, bitwise: SearchBackend, plain: QueryBackend) -> None:
    one, other = (summarize_network(build_network(answers.events, answers)) for answers in (bitwise, plain))
    assert one == other, query


def summarize_network(found: Network) -> tuple[object, ...]:
    """All that the page of who met whom tells."""
    ranked = [(node.actor, node.strength, found.build_url(node)) for node in found.nodes]
    return found.pairs, found.build_rows(found.pairs), ranked, found.contacts.n_large_meetings, build_arc_diagram(found)


def generate_queries(choose: random.Random, snapshot: Snapshot) -> Iterator[str]:
    """Query strings as readers might make them: mostly with one, two or three choices."""
    values = {
        "q": WORDS,
        "since": DAYS,
        "until": DAYS,
        "certain": ("1",),
        "corroborated": ("1",),
        "order": ("oldest",),
        **{name: tuple(sorted(snapshot.known[name])) for name in CHOICES},
    }
    names = [name for name, some in values.items() if some]
    while True:
        chosen = choose.choices(names, k=choose.choice((0, 1, 1, 2, 2, 3, 3, 4, 5)))
        pairs = {(name, choose.choice(values[name])) for name in chosen}
        single = {name: value for name, value in pairs if name in ("q", "since", "until", "certain", "order")}
        several = {pair for pair in pairs if pair[0] not in single}
        yield querystring.build_query(tuple(sorted({*several, *single.items()}))).removeprefix("?")


def make_random_events(choose: random.Random, n: int) -> None:
    """Events with all kinds of dates, drafts, events without statements or with several speakers, posts with an end."""
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
def test_the_index_finds_what_plain_queries_find_in_the_shipped_data():
    datasets.load_all_data()
    snapshot, choose, sizes = load_snapshot("default"), random.Random(1855), []
    for n, query in zip(range(2 * FILTER_SETS), generate_queries(choose, snapshot), strict=False):
        sizes.append(compare(query, snapshot, pictures=n % 3 == 0))
    assert any(sizes)  # some queries find something


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_the_index_finds_what_plain_queries_find_in_random_data(seed):
    choose = random.Random(seed)
    make_random_events(choose, 40)
    snapshot, sizes = load_snapshot("default"), []
    for _n, query in zip(range(FILTER_SETS), generate_queries(choose, snapshot), strict=False):
        sizes.append(compare(query, snapshot))
    assert any(sizes)


@pytest.mark.django_db
def test_the_index_finds_what_plain_queries_find_in_an_empty_database():
    for query in ("", "side=JP", "since=1998", "said=direct", "q=talks", "kind=talks&order=oldest", "since=never"):
        assert compare(query, load_snapshot("default")) == 0


@pytest.mark.django_db
def test_a_revision_is_read_into_memory_once():
    event()
    first = registry.snapshot_at(revision.current())
    with CaptureQueriesContext(connection) as queries:
        assert registry.snapshot_at(revision.current()) is first
    assert len(queries) == 1
    Article.objects.update(title="Another")
    second = registry.snapshot_at(revision.current())
    assert second is not first


@pytest.mark.django_db
def test_no_request_after_a_save_uses_a_snapshot_from_before_it():
    event()
    then = revision.current()
    event()
    for at in (then, revision.current()):  # an older request gets the newer state, as it would from the database
        snapshot = registry.snapshot_at(at)
        assert (snapshot.mark, snapshot.size) == (revision.current().mark, 2)


@pytest.mark.django_db
def test_loading_makes_the_same_number_of_queries_for_many_records():
    choose = random.Random(7)
    make_random_events(choose, 5)
    with CaptureQueriesContext(connection) as few:
        load_snapshot("default")
    made_up_more = [quote(of=event(topics=[topic("Islands")])) for _ in range(30)]
    with CaptureQueriesContext(connection) as many:
        load_snapshot("default")
    assert len(made_up_more) == 30
    assert len(many) == len(few)


@given(st.sets(st.integers(0, 20_000)), st.integers(0, 300), st.integers(0, 300))
def test_iterates_over_part_of_the_set_bits(places, start, length):
    found = bitset.from_positions(places, 20_001)
    assert list(bitset.iter_positions(found, start, start + length)) == sorted(places)[start : start + length]


@given(st.lists(st.integers(1, 60), max_size=300), st.integers(0, 62))
def test_finds_the_events_before_a_day(days, day):
    assert bitset.BitSlicedDays.from_days(days).find_before(day) == bitset.from_positions(
        [at for at, one in enumerate(days) if one < day], len(days)
    )


@pytest.mark.django_db(transaction=True)
def test_the_next_page_after_a_save_shows_new_counts(client):
    lavrov = actor("Sergei Lavrov", country="RU")
    for n in range(1, 4):
        event(f"Talks {n}", actors=[lavrov])
        response = client.get("/?actor=sergei-lavrov")
        assert page.total(response) == n
        assert f"Talks {n}" in page.titles(response)
