"""Finds the actor that an article's words for a speaker refer to. Never guesses between two."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from articles.extraction.name_aliases import get_aliases, get_surname

from ..models import Actor

MIN_SIMILARITY = 85  # percent, for names that may be another spelling of a known one
END_OF_SOVIET_UNION = dt.date(1991, 12, 26)


def fold_name(name: str) -> str:
    """Without capitals, diacritics, a leading “the” and a final ’s: Kōno and KONO are the same name."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    bare = re.sub(r"[’']s?$", "", " ".join(bare.replace("ё", "е").split()))
    return bare.removeprefix("the ")


@dataclass(frozen=True)
class Speakers:
    """All known actors by every form of their names."""

    full: dict[str, list[Actor]]
    last: dict[str, list[Actor]]

    @classmethod
    def load(cls) -> Speakers:
        full: dict[str, list[Actor]] = defaultdict(list)
        last: dict[str, list[Actor]] = defaultdict(list)
        for actor in Actor.objects.all():
            for name in filter(None, (actor.name, actor.name_ja, actor.name_ru, actor.slug)):
                full[fold_name(name)].append(actor)
            for name in (*get_aliases(actor.name).short, *get_aliases(actor.name).seats):
                full[fold_name(name)].append(actor)
            if actor.kind == Actor.Kind.PERSON and (name := get_surname(actor.name, actor.country)):
                last[fold_name(name)].append(actor)
        return cls(full, last)

    def resolve(self, words: str, day: dt.date | None = None) -> Actor | None:
        """The actor that the words name: in full, with titles, or by a unique surname.

        None if there is no match or several. Names such as Moscow mean the Soviet Union until its end, then Russia.
        """
        name = fold_name(words)
        if name in self.full:
            return get_only_actor(self.full[name], day)
        inside = [one for form, actors in self.full.items() if contains_name(name, form) for one in actors]
        if inside:
            longest = max((fold_name(one.name) for one in inside if one.kind == Actor.Kind.PERSON), key=len, default="")
            return get_only_actor([one for one in inside if not longest or fold_name(one.name) == longest], day)
        surnames = [self.last[word] for word in name.split() if word in self.last]
        return get_only_actor(surnames[-1], day) if surnames else None

    def find_similar(self, words: str) -> list[Actor]:
        """Known actors with similar names, the most similar first."""
        found = process.extract(
            fold_name(words), self.full.keys(), scorer=fuzz.WRatio, score_cutoff=MIN_SIMILARITY, limit=5
        )
        return list(dict.fromkeys(actor for form, _score, _index in found for actor in self.full[form]))


def contains_name(words: str, form: str) -> bool:
    """Whether the words contain the form as whole words; a single word could be anything."""
    return " " in form and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", words) is not None


def get_only_actor(actors: list[Actor], day: dt.date | None) -> Actor | None:
    different = {actor.pk: actor for actor in actors}
    if len(different) == 2 and {actor.country for actor in actors} == {"RU", "SU"}:
        wanted = "SU" if day and day < END_OF_SOVIET_UNION else "RU"
        return next(actor for actor in actors if actor.country == wanted)
    return next(iter(different.values())) if len(different) == 1 else None
