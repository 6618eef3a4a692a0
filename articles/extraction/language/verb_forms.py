"""Inflects English verbs, and splits lists of words."""

from __future__ import annotations

import re

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "read": "reads reading",
    "quip": "quips quipped quipping",
    "quote": "quotes quoted quoting",
    "swear": "swears swore sworn swearing",
    "speak": "speaks spoke spoken speaking",
    "put": "puts putting",
    "begin": "begins began begun beginning",
    "let": "lets letting",
    "make": "makes made making",
    "give": "gives gave given giving",
    "see": "sees saw seen seeing",
    "find": "finds found finding",
    "hold": "holds held holding",
    "think": "thinks thought thinking",
    "know": "knows knew known knowing",
    "sing": "sings sang sung singing",
    "rebut": "rebuts rebutted rebutting",
    "admit": "admits admitted admitting",
    "submit": "submits submitted submitting",
    "refer": "refers referred referring",
    "infer": "infers inferred inferring",
    "label": "labels labeled labelled labeling labelling",
    "signal": "signals signaled signalled signaling signalling",
    "counsel": "counsels counseled counselled counseling counselling",
    "recall": "recalls recalled recalling",
    "dub": "dubs dubbed dubbing",
    "slam": "slams slammed slamming",
    "rip": "rips ripped ripping",
    "rap": "raps rapped rapping",
    "blog": "blogs blogged blogging",
    "foretell": "foretells foretold foretelling",
    "retell": "retells retold retelling",
    "overstate": "overstates overstated overstating",
    "plead": "pleads pleaded pled pleading",
    "cry": "cries cried crying",
    "compare": "compares compared comparing",
}

_DOUBLED = frozenset(["stop", "plan", "commit", "permit", "regret"])


def inflect(lemma: str) -> list[str]:
    """All forms of a verb, in British and American spelling."""
    if lemma in _IRREGULAR:
        return [lemma, *_IRREGULAR[lemma].split()]
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", (lemma if lemma.endswith("ee") else lemma[:-1]) + "ing"]
    if re.search(r"[^aeiou]y$", lemma):
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma
    plural = "es" if re.search(r"(?:s|sh|ch|x|z)$", lemma) else "s"
    return [lemma, lemma + plural, stem + "ed", stem + "ing"]


def build_lexicon(words: str) -> dict[str, str]:
    """A dictionary from every form of these verbs to the verb."""
    return {form: lemma for lemma in words.split() for form in inflect(lemma)}


def split_words(words: str) -> frozenset[str]:
    return frozenset(words.split())
