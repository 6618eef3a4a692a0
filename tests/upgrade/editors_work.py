"""Simulate some days of editors' work on the shipped data, and record everything that an upgrade must preserve.

This runs with the code of the old commit that created the databases in this folder (see `make_databases`), on a
database that `manage.py prepare` has filled:  python -m tests.upgrade.editors_work FILE.json

There are two accounts: ed, of the group “Editors”, and kim, a superuser.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.models import Article, ArticleText, LinkCheck, Outlet
from timeline.models import Actor, Citation, Correction, Event, Post, Proposal, Quote, Topic

from . import rows
from .editor import Editor

OWN_TEXT = (
    "NIIGATA, Jan 14 - The harbour office of Niigata said on Monday that two survey ships would call in spring. "
    '"We expect both ships before the end of April," harbour master Haruko Endo told reporters.\n\n'
    "Toshimitsu Motegi said that the visit was a sign of patience on both sides. "
    "Officials added that no date had been fixed."
)
OWN_TEXT_LATER = OWN_TEXT + "\n\nThe office corrected its report on Tuesday: one of the ships is a training ship."
EXPECTED_SHIPS = "We expect both ships before the end of April"
PATIENCE = "the visit was a sign of patience on both sides"

# Our own sentences instead of the text of a shipped article, of which only the title and address are used.
HELD_TEXT = (
    "MOSCOW, Nov 22 - Toshimitsu Motegi said that he would travel to Russia in the middle of December. "
    '"We shall speak about everything," he told reporters in Nagoya.\n\n'
    "Sergei Lavrov warned that the question of alliances could not be left aside. "
    "Sergei Lavrov also said that joint work on the islands had begun well. "
    "The ministers met on the margins of a larger meeting."
)
BEGUN_WELL = "joint work on the islands had begun well"
LARGER_MEETING = "The ministers met on the margins of a larger meeting."


class Notes:
    """What must still be there after an upgrade."""

    def __init__(self) -> None:
        self.changed: list[tuple[str, Any, tuple[str, ...]]] = []
        self.deleted: list[dict[str, Any]] = []

    def change(self, what: str, record: Any, *fields: str) -> None:
        """An editor set these fields; if none are named, all of them."""
        self.changed.append((what, record, fields))

    def delete(self, what: str, *records: Any) -> None:
        """Call this before the records are deleted."""
        for record in records:
            known_by = ("event", "article") if isinstance(record, Citation) else ("slug",)
            key = rows.read_values(record, known_by)
            self.deleted.append({"what": what, "model": record._meta.label, "pk": record.pk, "key": key})

    def read(self) -> dict[str, Any]:
        """Return all notes, with the values that are stored now."""
        return {
            "changed": [self.read_change(*one) for one in self.changed],
            "deleted": [one | {"taken": is_taken(one)} for one in self.deleted],
            "counts": rows.count_rows(),
            "corrections": [
                {"pk": one.pk, **rows.read_values(one, rows.list_field_names(Correction))}
                for one in Correction.objects.order_by("pk")
            ],
            "history": {model._meta.label: read_history(model) for model in rows.list_models_with_history()},
        }

    def read_change(self, what: str, record: Any, fields: tuple[str, ...]) -> dict[str, Any]:
        model = type(record)
        stored = model._default_manager.get(pk=record.pk)
        values = rows.read_values(stored, fields or rows.list_field_names(model))
        return {"what": what, "model": model._meta.label, "pk": record.pk, "fields": values}


def is_taken(deleted: dict[str, Any]) -> bool:
    """Whether another record has its slug now, or another citation links the same article to the same event."""
    return bool(apps.get_model(deleted["model"])._default_manager.filter(**deleted["key"]).exists())


def read_history(model: Any) -> dict[str, Any]:
    columns = rows.list_history_columns(model)
    return {"columns": columns, "rows": rows.compute_history_digests(model, columns)}


def change_events(ed: Editor, kim: Editor, notes: Notes) -> None:
    event = Event.objects.get(slug="kono-lavrov-moscow-2017")
    summary = "In Moscow Lavrov spoke to Kono of a missile defence system that, he said, was not Japan's to steer."
    ed.change(event, summary=summary, reason="The summary said more than the sources do.")
    notes.change("the summary of a shipped event", event, "summary")

    event = Event.objects.get(slug="vladivostok-summit-2016")
    ed.change(event, slug="abe-putin-vladivostok-2016", reason="The address named the town only.")
    notes.change("the slug of a shipped event", event, "slug")

    event = Event.objects.get(slug="matsumoto-gromyko-letters-1956")
    kim.change(event, date="1956-09-29/1956-09-30", reason="The answer is dated a day later.")
    notes.change("the date of a shipped event", event, "date", "earliest", "latest", "sort_date")

    event = Event.objects.get(slug="toshiba-kongsberg-1987")
    topics = [*event.topics.exclude(slug="sanctions"), Topic.objects.get(slug="intelligence")]
    ed.change(event, topics=topics, reason="It was about secrets, not about sanctions.")
    notes.change("the topics of a shipped event", event, "topics")

    event = Event.objects.get(slug="williamsburg-1983")
    actors = [*event.actors.all(), Actor.objects.get(slug="soviet-union")]
    kim.change(event, actors=actors, reason="The statement was addressed to Moscow.")
    notes.change("the actors of a shipped event", event, "actors")

    event = Event.objects.get(slug="fukuda-medvedev-call-2008")
    ed.run_action("return_to_draft", event, reason="The second source is being checked.")
    notes.change("a shipped event that was returned to draft", event, "status")

    # In a shell, without the admin: no row of history, no correction.
    Event.objects.filter(slug="kiriyenko-tokyo-1998").update(place="Tokyo; Kawana")
    notes.change("the place of a shipped event, by SQL", Event.objects.get(slug="kiriyenko-tokyo-1998"), "place")


def change_statements(ed: Editor, kim: Editor, notes: Notes) -> None:
    quote = Quote.objects.get(slug="st-dulles-1956-08-19")
    words = "Dulles warned that better terms for Moscow in the Kurils would be claimed for Washington in the Ryukyus."
    ed.change(quote, paraphrase=words, reason="Nearer to the memorandum.")
    notes.change("the words of a shipped paraphrase", quote, "paraphrase")

    quote = Quote.objects.get(slug="lavrov-2007-closed-alliances")
    kim.change(quote, note="The dots are the article's; nothing was left out here.", reason="Shorter.")
    notes.change("the note of a shipped quotation", quote, "note")


def change_people(ed: Editor, kim: Editor, notes: Notes) -> None:
    actor = Actor.objects.get(slug="mikhail-kamynin")
    kim.change(actor, role="Spokesman of the Russian foreign ministry, 2005–2008", name_ja="ミハイル・カムイニン")
    notes.change("the role and the Japanese name of a shipped actor", actor, "role", "name_ja")

    actor = Actor.objects.get(slug="hiromu-nonaka")
    ed.change(actor, slug="nonaka-hiromu")
    notes.change("the slug of a shipped actor", actor, "slug")

    post = Post.objects.get(actor__slug="john-foster-dulles", title="Secretary of State")
    ed.change(post, start="1953-01-21")
    notes.change("the start of a shipped post", post, "start", "start_earliest")

    post = Post.objects.get(actor__slug="yury-baluyevsky", title="Chief of the General Staff")
    kim.change(post, title="First Deputy Minister and Chief of the General Staff")
    notes.change("the title of a shipped post", post, "title", "office")

    actor = Actor.objects.get(slug="mikhail-kamynin")
    added = {
        "posts-1-title": "Ambassador to Spain",
        "posts-1-start": "2017",
        "posts-1-source_note": "Told by a reader.",
    }
    kim.change(actor, **{"posts-TOTAL_FORMS": "2", "posts-1-actor": actor.pk, **added})
    notes.change("a post added to a shipped actor", Post.objects.get(actor=actor, title="Ambassador to Spain"))

    actor = kim.add(Actor, slug="somebody-by-mistake", name="Somebody by Mistake", kind="person", country="JP")
    notes.delete("an actor who was made and deleted", actor)
    kim.delete(actor)


def change_sources(ed: Editor, kim: Editor, notes: Notes) -> None:
    topic = Topic.objects.get(slug="humanitarian-exchange")
    ed.change(topic, description="Visits without visas, family graves, help after disasters, and letters.")
    notes.change("the description of a shipped topic", topic, "description")

    outlet = Outlet.objects.get(slug="sputnik")
    kim.change(outlet, slug="sputnik-news", name="Sputnik News")
    notes.change("the slug and the name of a shipped outlet", outlet, "slug", "name")

    article = Article.objects.get(slug="pakpoint-motegi-20191122")
    ed.change(article, title="Motegi says he wants to visit Russia soon", url="https://www.pakistanpoint.com/768603")
    notes.change("the title and the address of a shipped article", article, "title", "url")

    article = Article.objects.get(slug="reuters-nagoya-20191122")
    LinkCheck.objects.create(article=article, asked=article.url, state="moved", status=301, final=article.url + "/")
    notes.change("what became of an article's address", article.link_check)


def delete_shipped_records(ed: Editor, kim: Editor, notes: Notes) -> None:
    event = Event.objects.get(slug="joint-declaration-1956")
    citation = Citation.objects.get(event=event, article__slug="wp-joint-declaration-1956")
    notes.delete("a shipped citation", citation)
    place = list(event.citations.all()).index(citation)
    ed.change(event, **{f"citations-{place}-DELETE": "on"}, reason="The other three sources are enough.")

    quote = Quote.objects.get(slug="st-dulles-1956-09-07")
    notes.delete("a shipped statement", quote)
    ed.delete(quote, reason="The same as the event says.")

    event = Event.objects.get(slug="denver-summit-1997")
    notes.delete("a shipped event with all that belongs to it", event, *event.citations.all(), *event.quotes.all())
    kim.delete(event, reason="Two events were mixed up here.")

    event = Event.objects.get(slug="kawana-summit-1998")
    parts = [*event.citations.all(), *event.quotes.all()]
    pk = event.pk
    ed.delete(event, reason="By mistake.")
    ed.restore(Event, pk)
    back = Event.objects.get(pk=pk)
    notes.change("a shipped event that was deleted and brought back", back, "slug", "status", "topics", "actors")
    for part in parts:
        notes.change("a part of the shipped event that was brought back", part, "event", "article")


def add_events(ed: Editor, kim: Editor, notes: Notes) -> None:
    outlet = ed.add(Outlet, slug="niigata-morning-post", name="Niigata Morning Post", kind="newspaper", country="JP")
    notes.change("an editor's own outlet", outlet)
    url = "https://niigata.example/ships"
    fields = {"slug": "ships-expected-2019", "title": "Two ships expected", "published": "2019-01-14", "url": url}
    article = ed.add(Article, outlet=outlet, **fields, **{"held-0-body": OWN_TEXT})
    notes.change("an editor's own article", article)

    event = ed.add(
        Event,
        slug="survey-ships-niigata-2019",
        title="Niigata expects two survey ships",
        date="2019-01-14",
        kind="cooperation",
        summary="The harbour office of Niigata announced the visit of two survey ships in spring.",
        status="published",
        place="Niigata",
        topics=[Topic.objects.get(slug="economic-cooperation")],
        actors=[Actor.objects.get(slug="toshimitsu-motegi")],
        **{"citations-0-article": article.pk, "citations-0-exact": "two survey ships would call in spring"},
    )
    notes.change("an editor's own published event", event)
    notes.change("a citation of the editor's own event", event.citations.get())
    speaker = ed.add(Actor, slug="haruko-endo", name="Haruko Endo", kind="person", country="JP")
    notes.change("an editor's own actor", speaker)
    words = {"speaker": speaker.pk, "event": event.pk, "article": article.pk, "exact": EXPECTED_SHIPS}
    quote = ed.add(Quote, slug="endo-2019-both-ships", topics=[*event.topics.all()], reason="New.", **words)
    notes.change("an editor's own quotation, with its place in the text", quote)
    ed.change(Article.objects.get(pk=article.pk), **{"held-0-body": OWN_TEXT_LATER})
    notes.change("the text of the editor's own article, replaced once", ArticleText.objects.get(pk=article.pk))

    draft = {"title": "Motegi speaks in Nagoya", "date": "2019-11", "kind": "statement", "summary": "Not ready yet."}
    notes.change("a draft", ed.add(Event, slug="motegi-nagoya-draft-2019", status="draft", **draft))

    again = {"title": "Seven leaders and a guest", "date": "1997-06-20/1997-06-22", "kind": "summit"}
    summary = "The leaders of the seven largest industrial states met with the president of Russia."
    source = {"citations-0-article": Article.objects.get(slug="jamestown-970620").pk}
    event = kim.add(Event, slug="denver-summit-1997", summary=summary, status="published", **again, **source)
    notes.change("an editor's event with the slug of the deleted one", event)


def work_on_a_text(ed: Editor, kim: Editor, notes: Notes) -> None:
    """In the workbench: proposals are accepted, rejected or left open, and one is added by the editor."""
    article = Article.objects.get(slug="tass-nagoya-20191122")
    ed.change(article, **{"held-0-body": HELD_TEXT})
    notes.change("the text of a shipped article", ArticleText.objects.get(pk=article.pk))
    draft = Event.objects.get(slug="motegi-nagoya-draft-2019")

    def at(page: str, *keys: int) -> str:
        return reverse(f"workbench:{page}", args=[article.pk, *keys]) + f"?event={draft.pk}"

    def decide(editor: Editor, one: Proposal, action: str) -> None:
        sent = {"exact": one.exact, "speaker": str(one.speaker or ""), "use": one.use, "named": one.named}
        editor.post(at("decide", one.pk), {"action": action, **sent})

    ed.post(at("propose"), {})
    decide(ed, Proposal.objects.get(article=article, exact__startswith="he would travel"), "accept")
    decide(kim, Proposal.objects.get(article=article, exact=BEGUN_WELL), "reject")
    ed.post(at("mark"), {"exact": LARGER_MEETING, "use": "citation", "speaker": "", "named": ""})
    decide(ed, Proposal.objects.get(article=article, exact=LARGER_MEETING), "accept")

    # A proposal that has become a statement of a published event.
    own = Article.objects.get(slug="ships-expected-2019")
    event = Event.objects.get(slug="survey-ships-niigata-2019")
    ed.post(reverse("workbench:propose", args=[own.pk]), {})
    one = Proposal.objects.get(article=own, exact=PATIENCE)
    sent = {"action": "accept", "exact": one.exact, "speaker": str(one.speaker), "use": one.use, "named": one.named}
    ed.post(reverse("workbench:decide", args=[own.pk, one.pk]) + f"?event={event.pk}", sent)
    ed.post(reverse("workbench:publish", args=[own.pk]) + f"?event={event.pk}", {"knowingly": "1"})
    notes.change("the statement that a proposal became", Quote.objects.get(proposal=one))

    for one in Proposal.objects.order_by("pk"):
        notes.change(f"a proposal, {one.state}", one)


WORK: tuple[Callable[[Editor, Editor, Notes], None], ...] = (
    change_events,
    change_statements,
    change_people,
    change_sources,
    delete_shipped_records,
    add_events,
    work_on_a_text,
)


def make_accounts() -> tuple[User, User]:
    ed = User.objects.create_user("ed", "ed@example.org", "an editor's password", is_staff=True)
    ed.groups.add(Group.objects.get(name="Editors"))
    return ed, User.objects.create_superuser("kim", "kim@example.org", "another password")


def main() -> None:
    ed, kim = map(Editor, make_accounts())
    notes = Notes()
    for work in WORK:
        work(ed, kim, notes)
    Path(sys.argv[1]).write_text(json.dumps(notes.read(), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
