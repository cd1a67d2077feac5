"""Where a link leads, told by its host alone: nothing is looked up, nothing is fetched."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # a host that ends so is an IPv4 address to a browser, however it is written
_PRIVATE_NAMES = ("local", "internal", "localdomain", "lan", "home.arpa")
_GLOBAL_UNICAST = ip_network("2000::/3")


def normal(host: str) -> str:
    """The host as a browser reads it: ASCII, small letters, full-width digits and dots made plain. Raises ``ValueError``."""
    if "%" in host:
        raise ValueError(host)
    return host if ":" in host else host.encode("idna").decode().lower().removesuffix(".")


def address(host: str) -> Address | None:
    """The IP address that a normal host is; ``None`` for a name. Raises ``ValueError`` for one written in an uncommon way
    (as one number, octal, hexadecimal, in fewer parts)."""
    if ":" not in host and not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    return ip_address(host)


def is_own(host: str) -> bool:
    """To everybody this is their own device, or something next to it. Raises ``ValueError`` as ``address`` does."""
    known = address(host)
    if known is None:
        return _within(host, "localhost")
    inner = _inside(known)
    return inner.is_loopback or inner.is_unspecified or inner.is_link_local or inner.is_multicast


def is_private(host: str) -> bool:
    """Only people of one network reach it, if anybody does. Raises ``ValueError`` as ``address`` does."""
    known = address(host)
    if known is None:
        return "." not in host or any(_within(host, name) for name in _PRIVATE_NAMES)
    inner = _inside(known)
    return not inner.is_global or inner.is_multicast or (isinstance(inner, IPv6Address) and inner not in _GLOBAL_UNICAST)


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _inside(known: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(known, IPv6Address):
        return known.ipv4_mapped or known.sixtofour or known
    return known
