"""Releases for tests: the two articles' data, changed as a later version might change it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth import get_user_model

from timeline.maintenance import shipped_data
from timeline.maintenance.shipped_data.fixtures import Release, ReleaseNotes, fixture_files, read_seeds
from timeline.maintenance.shipped_data.report import UpdateReport
from timeline.models import Event

VERSION = "9.0.0"
TALKS = "lavrov-tokyo-visit-2007"
OBSTACLE = "lavrov-2018-obstacle"
LAVROV_POST = "sergei-lavrov/minister-of-foreign-affairs/2004-03-09"
Row = dict[str, Any]


class Next:
    """The next version: change its rows, then `load` it."""

    def __init__(self) -> None:
        files = fixture_files(shipped_data.ARTICLES)
        self.rows: list[Row] = [row for path in files for row in json.loads(path.read_text(encoding="utf-8"))]
        self.notes: dict[str, Any] = {"version": VERSION, "reason": "Checked against the source."}

    def row(self, model: str, identifier: str) -> Row:
        return next(one for one in self.rows if one["model"] == model and one["identifier"] == identifier)

    def set(self, model: str, identifier: str, **fields: Any) -> None:
        self.row(model, identifier)["fields"].update(fields)

    def rename(self, model: str, identifier: str, slug: str) -> None:
        """The record's slug, where it stands and wherever it is named."""
        row = self.row(model, identifier)
        old, row["fields"]["slug"] = row["fields"]["slug"], slug
        row["formerly"] = [old]
        names = {"timeline.event": ("event",), "timeline.actor": ("actor", "actors", "speaker", "addressees")}
        names |= {"timeline.topic": ("topics",), "articles.article": ("article", "source")}
        names |= {"articles.outlet": ("outlet", "agency")}
        for other in self.rows:
            for name in names.get(model, ()):
                if value := other["fields"].get(name):
                    other["fields"][name] = renamed(value, old, slug)

    def add(self, model: str, identifier: str, like: str, **fields: Any) -> None:
        fields = {**self.row(model, like)["fields"], **fields}
        self.rows.append({"model": model, "identifier": identifier, "fields": fields})

    def withdraw(self, model: str, identifier: str, redirect: str = "") -> None:
        gone = self.row(model, identifier)
        slug = gone["fields"].get("slug")
        self.rows = [one for one in self.rows if one is not gone and not self.belongs(one, model, slug)]
        note = {"record": f"{model}:{identifier}", "reason": "It did not take place.", "redirect": redirect}
        self.notes.setdefault("withdrawn", []).append(note)

    @staticmethod
    def belongs(row: Row, model: str, slug: str) -> bool:
        return bool(row["fields"].get(model.partition(".")[2]) == [slug])

    def load(self) -> UpdateReport:
        return shipped_data.update_site(Release(read_seeds(self.rows), ReleaseNotes([self.notes]), digest="next"))


def renamed(value: Any, old: str, new: str) -> Any:
    if value and isinstance(value[0], list):
        return [[new] if one == [old] else one for one in value]
    return [new] if value == [old] else value


def in_lines(report: UpdateReport) -> str:
    return "\n".join(report.lines())


def get_talks() -> Event:
    return Event.objects.get(slug=TALKS)


def edit(record: Any, **fields: Any) -> None:
    """Save a record as an editor does."""
    for name, value in fields.items():
        setattr(record, name, value)
    record._history_user = get_user_model().objects.get_or_create(username="ed")[0]
    record.save()
