"""Which addresses may be asked for: pages of the public internet, and nothing on our own machine or network."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SAFE = "/%:@!$&'()*+,;=~-._?[]"  # what a path or a query may hold unquoted, or is quoted already

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Exception):
    """The program does not ask for this address; the reason is for the editor."""


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str


def parse_target(url: str) -> Target:
    """Where to ask, and for what. Raises Refused."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if parts.scheme not in PORTS:
            raise AddressRefused(_("only http and https addresses are checked"))
        if not host:
            raise AddressRefused(_("it has no host name"))
        if parts.username is not None or parts.password is not None:
            raise AddressRefused(_("it contains a user name or password"))
        if port not in (None, PORTS[parts.scheme]):
            raise AddressRefused(_("it has the unusual port %(port)s") % {"port": port})
        if not host.isascii():
            host = host.encode("idna").decode()
    except ValueError as error:  # no number for a port, a broken IPv6 host, a name that is none
        raise AddressRefused(_("it is not a valid address")) from error
    path = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    return Target(parts.scheme, host, PORTS[parts.scheme], path)


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet, whatever form it comes in."""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    return all(map(is_public_address, get_embedded_addresses(address) or [address]))


def is_public_address(address: Address) -> bool:
    never = (
        address.is_private,
        address.is_loopback,
        address.is_link_local,
        address.is_multicast,
        address.is_reserved,
        address.is_unspecified,
        isinstance(address, ipaddress.IPv6Address) and address.is_site_local,
    )
    return address.is_global and not any(never)


def get_embedded_addresses(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 one carries, and that a gateway on the way would lead to."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]
