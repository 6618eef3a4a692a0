"""The failover test notices every failure that it must notice. No server is started here."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from deploy import services
from deploy.clients import Answer, Readers, StepResult
from deploy.services import Machine

PAGE = "<h1>Saved 3 times</h1></html>"


@pytest.fixture
def readers() -> Readers:
    return Readers(1, {"/": "<h1>"}, "/events/talks/", number=0)


def check(readers: Readers, address: str, status: int, tag: str, page: str, before: int = 0) -> StepResult:
    readers.check_answer(address, status, tag, page, before, 0.1)
    return readers.end_step()


def test_a_complete_page_is_no_error(readers):
    found = check(readers, "/", 200, "", PAGE)
    assert (found.answers, found.errors, found.stale) == (1, [], [])


@pytest.mark.parametrize(
    ("status", "tag", "page"),
    [
        (500, "", PAGE),
        (502, "", PAGE),
        (503, "", PAGE),
        (304, "", PAGE),  # “not modified”, although the client has no page
        (200, "", "<h1>Saved 3 times</h1>"),  # cut off
        (200, "", "<p>Another page</p></html>"),
    ],
)
def test_an_error_page_or_an_incomplete_page_is_an_error(readers, status, tag, page):
    assert len(check(readers, "/", status, tag, page).errors) == 1


@pytest.mark.parametrize(("before", "stale"), [(2, 0), (3, 0), (4, 1)])
@pytest.mark.parametrize(("status", "tag"), [(200, ""), (304, "tag")])
def test_a_page_without_the_last_confirmed_save_is_stale(readers, before, stale, status, tag):
    assert len(check(readers, "/events/talks/", status, tag, PAGE, before).stale) == stale


def test_each_step_starts_with_empty_results(readers):
    check(readers, "/", 500, "", PAGE)
    assert readers.end_step() == StepResult()


def test_the_editor_sends_the_form_that_saves_and_not_the_search_form():
    page = """<form action="/"><input name="q"></form>
    <form method="post" action="/logout/"><input name="csrf" value="1"></form>
    <form method="post" action="/save/"><input name="csrf" value="1"><textarea name="title">Talks</textarea></form>"""
    assert Answer(200, {}, page).find_form().form_values() == [("csrf", "1"), ("title", "Talks")]


def test_nginx_gets_every_server_and_no_placeholder_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(services.shutil, "which", lambda *_args, **_rest: "/usr/sbin/nginx")
    services.make_nginx(tmp_path, [Machine(name, [], port, tmp_path) for name, port in (("one", 8001), ("two", 8002))])
    filled = (tmp_path / "nginx.conf").read_text()
    assert "server 127.0.0.1:8001 " in filled
    assert "server 127.0.0.1:8002 " in filled
    code = "\n".join(line.partition("#")[0] for line in filled.splitlines())
    assert "@" not in code


def test_nginx_accepts_its_configuration(tmp_path):
    """Checked only where nginx is installed."""
    if not (program := shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")):
        return
    tmp_path.chmod(0o755)
    services.make_nginx(tmp_path, [Machine("one", [], 8001, tmp_path)])
    done = subprocess.run(
        [program, "-t", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "nginx-error.log")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
