"""Asking the DNS. `settings.DOMAIN_LOOKUP` names the function that does: tests and closed networks have their own."""

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.module_loading import import_string

_TIMEOUT_DNS = 5.0
"""Seconds for the whole answer."""


class Unanswered(Exception):
    """The DNS said neither yes nor no: a server is down, or nobody waited long enough."""


def txt_records(name: str) -> list[str]:
    """The TXT records of a name, each in one piece; none when there is no such name. Unanswered."""
    found: list[str] = import_string(settings.DOMAIN_LOOKUP)(name)
    return found


def ask(name: str) -> list[str]:
    """By the resolver of this machine."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=_TIMEOUT_DNS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise Unanswered(str(error)) from error
    return [b"".join(record.strings).decode(errors="replace") for record in answer]
