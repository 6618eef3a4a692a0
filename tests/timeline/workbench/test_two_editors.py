"""Two editors on the same workbench: the second sees what the first did, and nothing is published twice."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from tests.factories import actor, article, event, post, topic
from timeline.models import Citation, Event, Proposal, Quote

from ..admin.test_two_editors import anna, boris, signed_in

__all__ = ["anna", "boris"]  # the fixtures

TEXT = 'Taro Kono said that the talks were useful. "We go on," he told reporters.'
USEFUL = "the talks were useful"


def scene() -> tuple[Proposal, Event]:
    kono = actor("Taro Kono", country="JP")
    post(kono, "Minister for Foreign Affairs", "2017", "2019")
    report = article(TEXT, published="2018-03-22")
    draft = event("Kono speaks", date="2018-03-21", status="draft", cites=False, actors=[kono], topics=[topic("Peace")])
    return Proposal.objects.create(article=report, exact=USEFUL, start=TEXT.index(USEFUL), speaker=kono), draft


def at(one: Proposal, part: str, *more: int) -> str:
    return reverse(f"workbench:{part}", args=[one.article_id, *more])


def read_fingerprint(client: Client, one: Proposal) -> str:
    """The fingerprint in the card that an editor has open."""
    page = client.get(at(one, "workbench")).content.decode()
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


def decide(client: Client, one: Proposal, action: str, seen: str, **fields: Any) -> Any:
    sent = {"action": action, "exact": one.exact, "speaker": "Taro Kono", "use": "statement", "seen": seen, **fields}
    return client.post(at(one, "decide", one.pk), sent)


@pytest.mark.django_db
def test_the_second_editor_sees_the_first_ones_decision_and_decides_again(anna: Client, boris: Client):
    one, draft = scene()
    seen = read_fingerprint(boris, one)
    decide(anna, one, "accept", read_fingerprint(anna, one), event=draft.pk)
    told = decide(boris, one, "reject", seen, exact="the talks were")
    assertContains(told, "anna has changed this in the meantime; it is now accepted", status_code=409)
    assertContains(told, "the talks were</textarea>", status_code=409)
    one.refresh_from_db()
    assert (one.state, one.exact) == ("accepted", USEFUL)
    now = re.findall(r'name="seen" value="(\w+)"', told.content.decode())[0]
    assert decide(boris, one, "reject", now).status_code == 302
    one.refresh_from_db()
    assert one.state == "rejected"


@pytest.mark.django_db
def test_a_proposal_rejected_meanwhile_is_not_accepted_unseen(anna: Client, boris: Client):
    one, draft = scene()
    seen = read_fingerprint(boris, one)
    decide(anna, one, "reject", read_fingerprint(anna, one))
    told = decide(boris, one, "accept", seen, event=draft.pk)
    assertContains(told, "it is now rejected", status_code=409)
    assertContains(told, "Reopen", status_code=409)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["reject", "keep", "accept", "reopen"])
def test_a_proposal_published_meanwhile_stays_published(anna: Client, boris: Client, action: str):
    one, draft = scene()
    seen = read_fingerprint(boris, one)
    decide(anna, one, "accept", seen, event=draft.pk)
    anna.post(at(one, "publish"), {"event": draft.pk})
    told = decide(boris, one, action, seen, event=draft.pk, exact="the talks")
    assertContains(told, "anna has published this in the meantime", status_code=409)
    assert Quote.objects.get().exact == USEFUL
    again = boris.post(at(one, "publish"), {"event": draft.pk}, follow=True)
    assertContains(again, "Somebody else may have published it")
    assert Quote.objects.count() == Citation.objects.filter(event=draft).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_editors_publishing_at_the_same_time_publish_once():
    one, draft = scene()
    clients = [signed_in("anna"), signed_in("boris")]
    decide(clients[0], one, "accept", read_fingerprint(clients[0], one), event=draft.pk)
    answers: list[int] = []
    ready = threading.Barrier(2)

    def publish(client: Client) -> None:
        try:
            ready.wait()
            answers.append(client.post(at(one, "publish"), {"event": draft.pk}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Quote.objects.count() == Citation.objects.filter(event=draft).count() == 1
