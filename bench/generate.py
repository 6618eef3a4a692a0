"""Generated records in any number: an archive as it may be in twenty years.

The same size and seed give the same records on every machine. There are a third as many events as statements, dated
from 1855 to 2026, half of them after about 2005, older ones less precisely. Keys are not in the order of the dates, so
that no index benefits from the order of insertion. A few actors speak very often; the first words of a list are
common, the last ones rare.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench import vocabulary

SIZES = {"S": 1_000, "M": 100_000, "L": 1_000_000}  # statements
SEED = 1855
FIRST_YEAR, LAST_DAY = 1855, dt.date(2026, 6, 30)
ACTORS = 200
SIDES, WEIGHTS = ("JP", "RU", "US", "other"), (38, 36, 14, 12)


class Actor(NamedTuple):
    key: int
    name: str
    role: str
    side: str


class Publisher(NamedTuple):
    key: int
    name: str


class Event(NamedTuple):
    key: int
    title: str
    summary: str
    place: str
    day: dt.date  # the first that it may have been
    edtf: str
    topic: int


class Article(NamedTuple):
    key: int
    publisher: int
    title: str
    url: str
    published: dt.date


class Statement(NamedTuple):
    key: int
    event: int
    speaker: int
    article: int
    edtf: str
    text: str
    topics: tuple[int, ...]


class Writer:
    """Picks random words; the word at index k of a list has weight 1/(k+3)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        lists = zip(
            "NAVRP",
            (vocabulary.NOUNS, vocabulary.ADJECTIVES, vocabulary.VERBS, vocabulary.ADVERBS, vocabulary.PLACES),
            strict=True,
        )
        self.lists = {sign: (words, make_weights(len(words), 3)) for sign, words in lists}

    def fill_pattern(self, pattern: list[str]) -> str:
        out: list[str] = []
        for sign in pattern:
            if sign in self.lists:
                words, weights = self.lists[sign]
                word = self.rng.choices(words, cum_weights=weights)[0]
                if word[0] in "aeiou" and word[:3] != "uni" and out and out[-1] == "a":
                    out[-1] += "n"
                out.append(word)
            else:
                out.append(str(self.rng.randint(FIRST_YEAR, 2025)) if sign == "Y" else sign)
        text = " ".join(out).replace(" .", ".").replace(" ,", ",").replace(" :", ":")
        return text[0].upper() + text[1:]

    def write_one_of(self, patterns: Sequence[list[str]]) -> str:
        return self.fill_pattern(self.rng.choice(patterns))

    def write_quotation(self) -> str:
        """Whole sentences of about 40 words in all."""
        goal, parts, length = self.rng.randint(28, 44), [], 0
        while length < goal:
            pattern = self.rng.choice(vocabulary.SENTENCES)
            parts.append(self.fill_pattern(pattern))
            length += len(pattern) - 1
        return " ".join(parts)


class Archive:
    """All records except the statements, which are generated one by one, because a million would need much memory."""

    def __init__(self, statements: int, seed: int = SEED) -> None:
        self.size = statements
        self.rng = random.Random(seed)
        self.writer = Writer(self.rng)
        self.topics = list(enumerate(vocabulary.TOPICS, 1))
        self.topic_weights = make_weights(len(vocabulary.TOPICS), 3)
        self.actors = self._make_actors()
        names = (f"{first} {last}" for first, last in itertools.product(vocabulary.PUB_A, vocabulary.PUB_B))
        self.publishers = [Publisher(key, name) for key, name in enumerate(names, 1)]
        self.events = self._make_events(max(1, statements // 3))
        self.articles = self._make_articles(max(1, len(self.events) // 2))
        self.by_date = sorted((article.published, article.key) for article in self.articles)

    def _make_actors(self) -> list[Actor]:
        actors: dict[str, Actor] = {}
        while len(actors) < ACTORS:
            side = self.rng.choices(SIDES, WEIGHTS)[0]
            name = f"{self.rng.choice(vocabulary.GIVEN[side])} {self.rng.choice(vocabulary.SURNAMES[side])}"
            if name not in actors:
                actors[name] = Actor(len(actors) + 1, name, self.rng.choice(vocabulary.ROLES), side)
        return list(actors.values())

    def _make_events(self, number: int) -> list[Event]:
        return [self._make_event(key) for key in range(1, number + 1)]

    def _make_event(self, key: int) -> Event:
        day, edtf = make_date(self.rng)
        title = self.writer.write_one_of(vocabulary.HEADLINES)
        summary = self.writer.write_one_of(vocabulary.SENTENCES)
        place = self.rng.choice(vocabulary.PLACES)
        return Event(key, title, summary, place, day, edtf, self._pick(self.topic_weights))

    def _make_articles(self, number: int) -> list[Article]:
        weights = make_weights(len(self.publishers), 4)
        return [self._make_article(key, weights) for key in range(1, number + 1)]

    def _make_article(self, key: int, weights: list[float]) -> Article:
        """Published some days after the first of its two events."""
        event = self.events[min(2 * key - 1, len(self.events)) - 1]
        published = event.day + dt.timedelta(days=self.rng.randint(0, 5))
        publisher = self.publishers[self._pick(weights) - 1]
        title = self.writer.write_one_of(vocabulary.ARTICLE_TITLES)
        url = f"https://example.org/{make_slug(publisher.name)}/{published:%Y/%m/%d}/{key}"
        return Article(key, publisher.key, title, url, published)

    def make_statements(self) -> Iterator[Statement]:
        actor_weights = make_weights(ACTORS, 10)
        for key in range(1, self.size + 1):
            event = self.events[(key - 1) % len(self.events)]
            day, edtf = event.day, event.edtf
            if len(edtf) == len("2007-10-23"):
                day = min(LAST_DAY, day + dt.timedelta(days=self.rng.choice((0, 0, 0, 1, 2, 7))))
                edtf = day.isoformat()
            roll = 0 if self.rng.random() < 0.8 else self.rng.randint(1, len(self.articles))
            speaker = self._pick(actor_weights)
            article = self._pick_article(event.key, day, roll)
            text = self.writer.write_quotation()
            topics = {event.topic}
            for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
                topics.add(self._pick(self.topic_weights))
            yield Statement(key, event.key, speaker, article, edtf, text, tuple(sorted(topics)))

    def _pick_article(self, event: int, day: dt.date, roll: int) -> int:
        """The event's own article, or one published soon after the statement."""
        own = self.find_own_article(event)
        if not roll and self.articles[own - 1].published >= day and event % 2:
            return own
        index = bisect.bisect_left(self.by_date, (day, 0)) + roll % 50
        return self.by_date[min(index, len(self.by_date) - 1)][1]

    def find_own_article(self, event: int) -> int:
        return min((event + 1) // 2, len(self.articles))

    def _pick(self, weights: list[float]) -> int:
        return self.rng.choices(range(1, len(weights) + 1), cum_weights=weights)[0]


def make_weights(number: int, offset: int) -> list[float]:
    """Cumulative weights, decreasing; a larger `offset` makes them more even."""
    return list(itertools.accumulate(1 / (index + offset) for index in range(number)))


def make_slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def make_date(rng: random.Random) -> tuple[dt.date, str]:
    """A day, more often a recent one, and its EDTF date: a year, a month or the day."""
    span = (LAST_DAY - dt.date(FIRST_YEAR, 1, 1)).days
    day = LAST_DAY - dt.timedelta(days=int(span * rng.random() ** 3))
    vague = min(0.9, (2026 - day.year) / 200)  # 0 now, 0.85 in 1855
    roll = rng.random()
    if roll < vague * 0.35:
        return day.replace(month=1, day=1), f"{day:%Y}"
    if roll < vague * 0.8:
        return day.replace(day=1), f"{day:%Y-%m}"
    return day, day.isoformat()
