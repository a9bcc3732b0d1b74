"""What a business may be called in its address."""

import re

_SHAPE = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?")
_MIN_LENGTH, _MAX_LENGTH = 3, 40

_RESERVED_WORDS = """
about abuse account accounts admin administrator api app apps assets auth autoconfig autodiscover backup beta billing
blog board cdn cloud console contact counterfoil dashboard data db dev developer developers dns docs download email
error events example files ftp git guest health help home host hostmaster http https id image images imap info
internal invoice ipv4 ipv6 irc jobs legal live localhost login logout mail media metrics monitor mx news noc ns ns1
ns2 oauth office operator ops owner panel pay payment payments ping pop pop3 portal postmaster press privacy private
prod production proxy public redis register root sales secure security server shop sign-in sign-up signin signup smtp
ssl staff stage staging static stats status store stripe sudo support system team tenant tenants terms test testing
tls tools undefined update upload user users vpn web webhook webhooks webmail wiki wpad www
"""

RESERVED = frozenset(_RESERVED_WORDS.split())


def normalised(name: str) -> str:
    """As it is kept: in lower case, without space around."""
    return name.strip().lower()


def problem_with(name: str) -> str:
    """Why a normalised name can't be anybody's, as a sentence; empty when it can."""
    if not _MIN_LENGTH <= len(name) <= _MAX_LENGTH:
        return f"Use {_MIN_LENGTH} to {_MAX_LENGTH} characters."
    if not _SHAPE.fullmatch(name):
        return "Use letters a to z, digits and hyphens, beginning with a letter and not ending with a hyphen."
    if name.startswith("xn--"):
        return "Names that begin with “xn--” are not possible."
    if name in RESERVED:
        return "This name is reserved."
    return ""


def suggestions(name: str) -> list[str]:
    """Names close to the one that was asked for, best first; all of them well formed, none checked for being free."""
    stem = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]+", "-", normalised(name))).strip("-").lstrip("0123456789-")
    stem = stem[: _MAX_LENGTH - 6].rstrip("-") or "my-shop"
    tries = [stem, f"{stem}-shop", f"{stem}-store", f"the-{stem}", f"{stem}-1", f"{stem}-2"]
    return [candidate for candidate in tries if candidate != name and not problem_with(candidate)]
