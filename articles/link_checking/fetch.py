"""Requests an address over a connection to the IP address that was checked.

A host name is resolved once; all its IP addresses must be public, and the connection uses one of them. If the name were
resolved again for the connection, it might lead elsewhere (DNS rebinding). This is repeated for each redirect.
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
TIMEOUT = 15  # seconds for each step
TOTAL_TIMEOUT = 45  # seconds for a whole request: a slow server might send a byte now and then for ever
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
GONE = (404, 410)
INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f]")  # servers may send any characters

Resolve = Callable[[str, int], list[str]]
Send = Callable[[Target, str, str], tuple[int, str]]  # target, IP address, method: status and Location


@dataclass(frozen=True)
class LinkResult:
    state: LinkCheck.State
    status: int | None = None
    final: str = ""  # the address after redirects
    note: str = ""


def resolve_host(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def send_request(target: Target, number: str, method: str) -> tuple[int, str]:
    """Reads the response's headers only."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    connection.auto_open = 0  # would resolve the name again
    connection.sock = socket.create_connection((number, target.port), TIMEOUT)
    ending = threading.Timer(TOTAL_TIMEOUT, end_connection, [connection])
    ending.daemon = True
    ending.start()
    try:
        if target.scheme == "https":
            context = ssl.create_default_context()
            secured = context.wrap_socket(connection.sock, server_hostname=target.host, do_handshake_on_connect=False)
            connection.sock = secured
            secured.do_handshake()
        host = f"[{target.host}]" if ":" in target.host else target.host
        headers = {"Host": host, "User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request(method, target.path, headers=headers)
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        ending.cancel()
        connection.close()


def end_connection(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it may be closed already
        connection.sock.shutdown(socket.SHUT_RDWR)


def check_link(url: str, *, resolve: Resolve = resolve_host, send: Send = send_request) -> LinkResult:
    """Checks an address, following redirects. Never raises because of the address or its server."""
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
        redirected = _("it redirects to an address that is not checked: %(reason)s") % {"reason": refused}
        note = str(refused) if here == url else redirected
        return LinkResult(State.UNCHECKED, final="" if here == url else here[:2000], note=note[:300])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return LinkResult(State.NO_ANSWER, final="" if here == url else here[:2000], note=explain_error(error)[:300])


def request_once(url: str, resolve: Resolve, send: Send) -> tuple[int, str]:
    """By HEAD, then by GET if the server answers with an error, as many do."""
    target = parse_target(url)
    numbers = resolve(target.host, target.port)
    if not numbers or not all(map(is_public, numbers)):
        raise AddressRefused(_("its host is not on the public internet"))
    status, there = send(target, numbers[0], "HEAD")
    return send(target, numbers[0], "GET") if status >= 400 else (status, there)


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
