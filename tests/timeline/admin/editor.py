"""An editor who changes records at random."""

from __future__ import annotations

import random
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import QuerySet

from articles.models import Article, ArticleText, Outlet
from tests.factories import actor, article, event, post, quote
from timeline.models import Actor, Citation, Event, Post, Quote, Topic
from timeline.serving import revision

DAYS = ("1956-10-19", "1956", "1905~", "2007-10-23", "2007-10-15/2007-11-02", "2007-10", "../2018-03-17", "2018/..")


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class Editor:
    """Changes something at random, as editors, programs and people at a prompt do."""

    def __init__(self, choose: random.Random) -> None:
        self.choose = choose

    def deletes(self, some: QuerySet) -> None:
        """Not all of them."""
        if len(some) < some.model._default_manager.count() - 4:
            some.delete()

    def one(self, model: type) -> object:
        return self.choose.choice(list(model._default_manager.order_by("pk")))

    def some(self, model: type) -> list:
        found = list(model._default_manager.order_by("pk"))
        return self.choose.sample(found, self.choose.randrange(min(4, len(found) + 1)))

    def edits(self) -> list[Callable[[], object]]:
        return [getattr(self, name) for name in sorted(vars(Editor)) if name.startswith("edit_")]

    def edit_event_created(self) -> None:
        event("Talks on missiles", date=self.choose.choice(DAYS), actors=self.some(Actor), topics=self.some(Topic))

    def edit_draft_created(self) -> None:
        event(status="draft", date=self.choose.choice(DAYS), cites=self.one(Article))

    def edit_event_published_or_not(self) -> None:
        happened = self.one(Event)
        happened.status = "draft" if happened.status == "published" else "published"
        happened.save()

    def edit_date(self) -> None:
        happened = self.one(Event)
        happened.date = self.choose.choice(DAYS)
        happened.save()

    def new_slug(self) -> str:
        """A slug that no other record has."""
        return f"renamed-{self.choose.randrange(10**9)}"

    def edit_title_and_kind(self) -> None:
        happened = self.one(Event)
        happened.title, happened.kind = "A peace treaty", self.choose.choice(("talks", "treaty", "visit"))
        happened.save()

    def edit_planned_or_not(self) -> None:
        happened = self.one(Event)
        happened.planned = not happened.planned
        happened.save()

    def edit_event_deleted(self) -> None:
        self.deletes(Event.objects.filter(pk=self.one(Event).pk))

    def edit_events_deleted_together(self) -> None:
        self.deletes(Event.objects.filter(pk__in=[one.pk for one in self.some(Event)]))

    def edit_events_moved_by_one_update(self) -> None:
        Event.objects.filter(pk__in=[one.pk for one in self.some(Event)]).update(kind="summit", status="published")

    def edit_actors(self) -> None:
        self.one(Event).actors.set(self.some(Actor))

    def edit_events_of_an_actor(self) -> None:
        self.one(Actor).events.set(self.some(Event))

    def edit_topics(self) -> None:
        self.one(Event).topics.set(self.some(Topic))

    def edit_topic_cleared(self) -> None:
        self.one(Topic).events.clear()

    def edit_statement_created(self) -> None:
        quote(
            "The missile shield",
            of=self.one(Event),
            by=self.one(Actor),
            article=self.one(Article),
            kind="paraphrase",
            date=self.choose.choice(DAYS),
            topics=self.some(Topic),
            to=self.some(Actor),
        )

    def edit_statement_moved(self) -> None:
        if said := self.some(Quote):
            said[0].event, said[0].speaker, said[0].date = self.one(Event), self.one(Actor), self.choose.choice(DAYS)
            said[0].save()

    def edit_statements_deleted(self) -> None:
        Quote.objects.filter(pk__in=[one.pk for one in self.some(Quote)]).delete()

    def edit_topics_of_a_statement(self) -> None:
        if said := self.some(Quote):
            said[0].topics.set(self.some(Topic))
            said[0].addressees.set(self.some(Actor))

    def edit_citations(self) -> None:
        Citation.objects.filter(pk__in=[one.pk for one in self.some(Citation)]).delete()
        Citation.objects.bulk_create(
            [Citation(event=self.one(Event), article=self.one(Article))], ignore_conflicts=True
        )

    def edit_actor(self) -> None:
        who = self.one(Actor)
        who.slug, who.country = self.new_slug(), self.choose.choice(("JP", "SU", "US", "FR", ""))
        who.save()

    def edit_actors_name_by_update(self) -> None:
        Actor.objects.filter(pk=self.one(Actor).pk).update(name="Renamed")

    def edit_actor_created(self) -> None:
        actor(country="RU")

    def edit_posts(self) -> None:
        Post.objects.filter(pk__in=[one.pk for one in self.some(Post)]).delete()
        post(self.one(Actor), f"Envoy {self.choose.randrange(10**9)}", "1950", "2010")

    def edit_post_transferred(self) -> None:
        if held := self.some(Post):
            held[0].start, held[0].end = self.choose.choice((("", "1960"), ("2000", ""), ("2007-10-23", "2007-10-23")))
            held[0].actor = self.one(Actor)
            held[0].organization = str(self.choose.randrange(10**9))
            held[0].save()

    def edit_article(self) -> None:
        source = self.one(Article)
        source.outlet, source.agency = self.one(Outlet), self.choose.choice([None, self.one(Outlet)])
        source.language = self.choose.choice(("en", "ja", "ru", "de"))
        source.save()

    def edit_article_created(self) -> None:
        article(language="fr")

    def edit_outlet(self) -> None:
        house = self.one(Outlet)
        house.slug = self.new_slug()
        house.save()

    def edit_topic(self) -> None:
        matter = self.one(Topic)
        matter.slug, matter.name = self.new_slug(), f"{matter.name}x"[:90]
        matter.save()

    def edit_text(self) -> None:
        ArticleText.objects.create(article=article(), body="Nothing new.")

    def edit_by_hand(self) -> None:
        sql("UPDATE timeline_event SET kind = 'protest', place = 'Kyoto' WHERE id = %s", self.one(Event).pk)
        sql("DELETE FROM timeline_event_topics WHERE event_id = %s", self.one(Event).pk)
        if said := self.some(Quote):
            sql("UPDATE timeline_quote SET event_id = %s WHERE id = %s", self.one(Event).pk, said[0].pk)
        sql("UPDATE articles_article SET language = 'ko' WHERE id = %s", self.one(Article).pk)

    def edit_rolled_back(self) -> None:
        with transaction.atomic():
            self.choose.choice([one for one in self.edits() if one != self.edit_rolled_back])()
            revision.current()
            transaction.set_rollback(True)
