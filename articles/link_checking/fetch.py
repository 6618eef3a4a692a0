"""One question to one server, over a connection to the very IP address that was looked at.

A name is resolved once, all it resolves to must be public, and the connection goes to one of those numbers: a name that
is resolved again for the connection may lead elsewhere by then (DNS rebinding). Each redirect begins anew.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from ..models import LinkCheck
from .address_policy import AddressRefused, Target, is_public, parse_target

State = LinkCheck.State
USER_AGENT = "security-diplomacy-timeline link check (are cited pages still there?)"
TIMEOUT = 15  # seconds for any one step
TOTAL_TIMEOUT = 45  # seconds for all of one question: a server may send a letter now and then for ever
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
GONE = (404, 410)
INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f]")  # a server may send anything

Resolve = Callable[[str, int], list[str]]
Send = Callable[[Target, str, str], tuple[int, str]]  # target, IP address, method: status and Location


@dataclass(frozen=True)
class LinkResult:
    state: LinkCheck.State
    status: int | None = None
    final: str = ""  # where redirects led to
    note: str = ""


def resolve_host(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def send_request(asked: Target, number: str, method: str) -> tuple[int, str]:
    """Only the head of the answer is read."""
    connection = http.client.HTTPConnection(asked.host, asked.port, timeout=TIMEOUT)
    connection.auto_open = 0  # it would look the name up again
    connection.sock = socket.create_connection((number, asked.port), TIMEOUT)
    ending = threading.Timer(TOTAL_TIMEOUT, end_connection, [connection])
    ending.daemon = True
    ending.start()
    try:
        if asked.scheme == "https":
            context = ssl.create_default_context()
            secured = context.wrap_socket(connection.sock, server_hostname=asked.host, do_handshake_on_connect=False)
            connection.sock = secured
            secured.do_handshake()
        host = f"[{asked.host}]" if ":" in asked.host else asked.host
        headers = {"Host": host, "User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request(method, asked.path, headers=headers)
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        ending.cancel()
        connection.close()


def end_connection(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it may have ended by itself just now
        connection.sock.shutdown(socket.SHUT_RDWR)


def check_link(url: str, *, resolve: Resolve = resolve_host, send: Send = send_request) -> LinkResult:
    """What became of an address. Never raises for what the address is or what its server does."""
    here, moved = url, False
    try:
        for _turn in range(MOST_REDIRECTS + 1):
            status, there = request_once(here, resolve, send)
            if status not in REDIRECTS or not there:
                return judge_response(status, url, here, moved)
            moved = moved or status in PERMANENT
            here = urljoin(here, INVISIBLE.sub("", there))
        return LinkResult(State.NO_ANSWER, status, here[:2000], _("there are too many redirects"))
    except AddressRefused as refused:
        led = _("it redirects to an address that is not checked: %(reason)s") % {"reason": refused}
        told = str(refused) if here == url else led
        return LinkResult(State.UNCHECKED, final="" if here == url else here[:2000], note=told[:300])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return LinkResult(State.NO_ANSWER, final="" if here == url else here[:2000], note=explain_error(error)[:300])


def request_once(url: str, resolve: Resolve, send: Send) -> tuple[int, str]:
    """By HEAD; by GET where the server has no good word for that, as many have none."""
    asked = parse_target(url)
    numbers = resolve(asked.host, asked.port)
    if not numbers or not all(map(is_public, numbers)):
        raise AddressRefused(_("its host is not on the public internet"))
    status, there = send(asked, numbers[0], "HEAD")
    return send(asked, numbers[0], "GET") if status >= 400 else (status, there)


def judge_response(status: int, url: str, here: str, moved: bool) -> LinkResult:
    final = "" if here == url else here[:2000]
    if status in GONE:
        return LinkResult(State.GONE, status, final)
    if not 200 <= status < 300:
        return LinkResult(State.NO_ANSWER, status, final, _("the server refused the request or reported an error"))
    to_front = final and urlsplit(here).path in ("", "/") and urlsplit(url).path not in ("", "/")
    note = _("it redirects to the front page") if to_front else ""
    return LinkResult(State.MOVED if final and (moved or to_front) else State.FOUND, status, final, note)


def explain_error(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return _("its host was not found")
    if isinstance(error, TimeoutError):
        return _("the server did not answer in time")
    if isinstance(error, ssl.SSLError):
        return _("its certificate is not trusted: %(reason)s") % {"reason": error.reason or error}
    return _("the connection failed: %(reason)s") % {"reason": str(error) or type(error).__name__}
