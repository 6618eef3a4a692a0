"""Resolves speakers: finds the fullest name in the text for “Lavrov”, “he” or “the minister”.

Whether this is a known actor is decided elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..language.verb_forms import split_words
from ..model import Draft, Range
from ..sentences import Sentence

_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Adm|Sgt|Rev|Hon|St)\.|(?:[A-Z]\.)+"
    r"|[^\W\d_a-z]\w*(?:['’-]\w+)*)"
)
_RUN = re.compile(rf"{_NAME}(?: (?:(?:de|van|von|bin|al|da|del|der|la|le|el|ten|di) )?{_NAME})*")
_TITLES = split_words(
    "mr mrs ms miss dr prof professor sir lord lady dame rev gen general lt lieutenant col colonel maj major capt "
    "captain sgt sergeant adm admiral gov governor sen senator rep representative congressman congresswoman president "
    "premier vice deputy prime foreign defense defence interior finance minister ministers secretary chancellor "
    "ambassador chief chairman chairwoman director spokesman spokeswoman spokesperson king queen prince princess pope "
    "emperor judge justice mayor state attorney speaker leader head former acting then first lady commissioner envoy "
    "counselor marshal commander comrade general-secretary"
)
_NO_NAMES = split_words(
    "the a an in on at but and for if when while as after before according then this that these those it he she they "
    "we i you there here his her its their our my monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december republican democratic democrat "
    "democrats republicans liberal labour conservative russian japanese american chinese british french german korean "
    "ukrainian indian iranian israeli soviet european polish north south east west northern southern us u.s yes no "
    "not what why how who where which so now still yet also however meanwhile asked both many most some all under "
    "since last next earlier later speaking"
)
_ROLES = split_words(
    "minister president premier chancellor secretary senator congressman congresswoman governor mayor spokesman "
    "spokeswoman spokesperson ambassador envoy chairman chairwoman chair director general admiral colonel official "
    "lawyer attorney professor judge candidate nominee leader chief commissioner king queen prince pope diplomat "
    "author analyst executive businessman businesswoman billionaire mogul lawmaker representative politician pollster "
    "commander adviser advisor head founder actor actress singer host historian economist officer"
)
_HE, _SHE = frozenset(["he", "him", "his"]), frozenset(["she", "her", "hers"])
_OTHERS = frozenset(["it", "they", "its", "their"])
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\b(?:of|for|in|at|from|to|with|on|by|near)\b")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class NameMention:
    """A name at a position; `full` if it has more than one word."""

    place: Range
    name: str
    full: bool
    leads: bool  # it is at the beginning of a sentence
    title: str


class NameIndex:
    """The names of a text, to find out who is meant at a position."""

    def __init__(self, text: str, found: list[Sentence]) -> None:
        self.text = text
        self.mentions = list(_find_mentions(text, found))
        self.starts = [mention.place.start for mention in self.mentions]
        self.by_last_word: dict[str, list[NameMention]] = defaultdict(list)
        for mention in self.mentions:
            if mention.full:
                self.by_last_word[mention.name.split()[-1]].append(mention)

    def resolve(self, speaker: Range, before: NameMention | None) -> NameMention | None:
        """The person meant by these words; `before` is the previous speaker."""
        words = self.text[speaker.start : speaker.end]
        lower = words.lower().removeprefix("the ")
        if lower in _HE | _SHE | _OTHERS:
            return self._find_antecedent(speaker, before, lower)
        inside = self._find_apposed(speaker) or self._find_inside(speaker)
        if inside is not None:
            return self._get_fullest(inside)
        role = [word for word in _WORD.findall(words.split(",")[0].lower()) if word in _ROLES]
        if role and words.lower().startswith("the "):
            return self._find_by_role(role[-1], speaker) or before
        return None

    def _find_inside(self, speaker: Range) -> NameMention | None:
        """The name in these words, preferably one that is full or belongs to a full name."""
        first = bisect_left(self.starts, speaker.start)
        inside = [m for m in self.mentions[first : first + 6] if m.place.end <= speaker.end]
        head = self.text[speaker.start : speaker.end].split(",")[0]
        inside = [m for m in inside if m.place.start < speaker.start + len(head)] or inside
        if not inside:
            return None
        named = [mention for mention in inside if mention.full or mention.name in self.by_last_word]
        last = (named or inside)[-1]
        if _ELSEWHERE.search(self.text, speaker.start, last.place.start):
            return None  # a spokeswoman for Hillary Clinton is not Hillary Clinton
        rest = self.text[last.place.end : speaker.start + len(head)]
        return None if _WORD.search(rest) and not rest.lstrip().startswith("(") else last

    def _find_apposed(self, speaker: Range) -> NameMention | None:
        """An attorney for the aide, Mark Reed: the full name that explains a description."""
        words = self.text[speaker.start : speaker.end]
        comma = words.find(", ")
        if comma < 0 or not _ARTICLE.match(words):
            return None
        first = bisect_left(self.starts, speaker.start + comma + 2)
        found = self.mentions[first] if first < len(self.mentions) else None
        return found if found is not None and found.full and found.place.start == speaker.start + comma + 2 else None

    def _get_fullest(self, mention: NameMention) -> NameMention:
        """The last full name with this surname before, otherwise the first one after."""
        if mention.full:
            return mention
        known = self.by_last_word.get(mention.name.split()[-1], [])
        before = bisect_left(known, mention.place.start, key=lambda other: other.place.start)
        return known[max(0, before - 1)] if known else mention

    def _find_antecedent(self, speaker: Range, before: NameMention | None, pronoun: str) -> NameMention | None:
        """The last person before the pronoun who was named at the beginning of a sentence, or who spoke."""
        number = bisect_left(self.starts, speaker.start)
        for mention in reversed(self.mentions[max(0, number - 40) : number]):
            if before is not None and mention.place.start <= before.place.start and _fits_pronoun(before, pronoun):
                return before
            known = self._get_fullest(mention)
            if mention.leads and (known.full or pronoun in _OTHERS) and _fits_pronoun(known, pronoun):
                return known
        return before if before is None or _fits_pronoun(before, pronoun) else None

    def _find_by_role(self, role: str, speaker: Range) -> NameMention | None:
        """The last person before with this role next to the name: Foreign Minister Sergei Lavrov."""
        number = bisect_left(self.starts, speaker.start)
        for mention in reversed(self.mentions[max(0, number - 60) : number]):
            if not mention.full:
                continue
            around = self.text[max(0, mention.place.start - 40) : mention.place.start].split(".")[-1]
            after = self.text[mention.place.end : mention.place.end + 60].split(".")[0]
            apposed = after if after.startswith(",") else ""
            if role in _WORD.findall(f"{around} {mention.title} {apposed}".lower()):
                return mention
        return None


def _find_mentions(text: str, found: list[Sentence]) -> Iterable[NameMention]:
    starts = {sentence.start for sentence in found}
    for run in _RUN.finditer(text):
        words, at = [], run.start()
        for match in re.finditer(r"\S+", run[0]):
            words.append((match[0], run.start() + match.start()))
        title: list[str] = []
        while words and (bare := words[0][0].rstrip(".").lower()) and (bare in _TITLES or bare in _NO_NAMES):
            title.append(bare)
            words.pop(0)
        if not words:
            continue
        last, place = words[-1]
        ending = "'s" if last.endswith("'s") else "’s" if last.endswith("’s") else ""
        end = place + len(last) - len(ending)
        name = text[words[0][1] : end]
        if len(name) > 1:
            yield NameMention(
                Range(words[0][1], end),
                name,
                len(words) > 1,
                at in starts,
                " ".join(title),
            )


def _fits_pronoun(mention: NameMention, pronoun: str) -> bool:
    if pronoun in _HE:
        return not {"mrs", "ms", "miss", "lady", "queen"} & set(mention.title.split())
    if pronoun in _SHE:
        return not {"mr", "king", "lord", "sir"} & set(mention.title.split())
    return True


def name_speakers(text: str, found: list[Sentence], drafts: list[Draft]) -> list[str]:
    """For each statement, in order, the fullest name of its speaker; if there is none, the words themselves."""
    names = NameIndex(text, found)
    before: NameMention | None = None
    names_found: list[str] = []
    for draft in drafts:
        if not draft.speaker:
            names_found.append("")
            continue
        place = draft.meant or draft.speaker[0]
        who = names.resolve(place, before)
        names_found.append(who.name if who else _remove_article(text[place.start : place.end]))
        if who is not None:
            before = NameMention(
                Range(draft.speaker[0].start, draft.speaker[0].end), who.name, who.full, True, who.title
            )
    return names_found


def _remove_article(words: str) -> str:
    """Without the article: a foreign ministry official."""
    return re.sub(r"\A(?:the|an?)\s+", "", " ".join(words.split()), flags=re.IGNORECASE)
