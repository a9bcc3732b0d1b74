"""A DNS of the tests' own: `settings.DOMAIN_LOOKUP = "tests.dns.lookup"`."""

from tenants.domains.dns import Unanswered
from tenants.domains.models import CustomDomain
from tenants.domains.rules.domains import record_name, record_value

RECORDS: dict[str, list[str]] = {}
DOWN: set[str] = set()
ASKED: list[str] = []


def lookup(name: str) -> list[str]:
    ASKED.append(name)
    if name in DOWN:
        raise Unanswered("SERVFAIL")
    return RECORDS.get(name, [])


def publish(claim: CustomDomain) -> None:
    """What the owner does at their registrar, beside a record that was there before."""
    RECORDS[record_name(claim.host)] = ["v=spf1 -all", record_value(claim.token)]


def reset() -> None:
    RECORDS.clear()
    DOWN.clear()
    ASKED.clear()
