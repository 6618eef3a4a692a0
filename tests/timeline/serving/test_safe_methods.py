"""Public pages refuse every method but GET and HEAD; forms of editors are checked for their token as ever."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import event

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/?since=soon",
    "/compare/",
    "/network/",
    "/feed.atom",
    "/corrections.atom",
    "/events/talks/",
    "/events/no-such-event/",
    "/actors/",
    "/random/",
    "/picture.png",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-events.xml",
]


@pytest.fixture
def reader() -> Client:
    """A client for which the check of CSRF tokens is not switched off."""
    event("Talks")
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_public_page_refuses_other_methods_and_names_those_it_allows(reader, address, method):
    response = reader.generic(method, address, "q=talks", "application/x-www-form-urlencoded")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert b"CSRF" not in response.content


def test_a_form_sent_to_an_unknown_address_gets_the_page_not_found(reader):
    assert reader.post("/no-such-page/", {"q": "talks"}).status_code == 404


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/timeline/topic/add/", "/admin/articles/article/1/workbench/mark/"]
)
def test_a_form_of_an_editor_without_a_token_is_refused(reader, address):
    assert reader.post(address, {"username": "anna"}).status_code == 403


def test_the_check_of_tokens_is_still_installed():
    installed = settings.MIDDLEWARE
    safe_methods = "timeline.serving.safe_methods.SafeMethodsMiddleware"
    assert installed.index(safe_methods) < installed.index("django.middleware.csrf.CsrfViewMiddleware")
