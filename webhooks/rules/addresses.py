"""Which addresses a webhook may be sent to: those of the public Internet, and no other way of writing one of ours.

A list of what is refused would have to know every special range; so an IPv6 address must be global unicast (2000::/3,
RFC 4291), and of those the ranges that carry an IPv4 address inside are refused as well (6to4, Teredo). Mapped, NAT64
and all special addresses lie outside.
"""

from ipaddress import IPv4Address, IPv6Network, ip_address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_CARRIERS = (IPv6Network("2001::/23"), IPv6Network("2002::/16"))
_DOCUMENTED = IPv6Network("3fff::/20")


def is_public(address: str) -> bool:
    """Whether an address (without zone) is one that anybody on the Internet could reach."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    refused = any(parsed in network for network in (*_CARRIERS, _DOCUMENTED))
    return parsed in _GLOBAL_UNICAST and parsed.is_global and not refused
