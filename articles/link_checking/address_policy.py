"""Which addresses may be requested: those on the public internet, none on this machine or its network."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SAFE = "/%:@!$&'()*+,;=~-._?[]"  # characters of a path or query that are not quoted, or are quoted already

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Exception):
    """This address is not requested; the message is for editors."""


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str


def parse_target(url: str) -> Target:
    """The server and the path to request. Raises AddressRefused."""
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
    except ValueError as error:  # an invalid port, IPv6 address or host name
        raise AddressRefused(_("it is not a valid address")) from error
    path = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    return Target(parts.scheme, host, PORTS[parts.scheme], path)


def is_public(number: str) -> bool:
    """Whether an IP address, in any notation, is on the public internet."""
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
    """The IPv4 addresses embedded in an IPv6 address, to which a gateway would forward a request."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    embedded: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        embedded.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in embedded if one is not None]
