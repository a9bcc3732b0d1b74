"""The hosts of a business as its owner sees them."""

from dataclasses import dataclass
from datetime import datetime

from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.schemas import PUBLIC, in_schema
from tenants.domains.enums import DomainState
from tenants.domains.models import CustomDomain
from tenants.domains.rules.domains import normalised, record_name, record_value
from tenants.life.models import Domain


@dataclass(frozen=True, slots=True)
class DomainInfo:
    """A host: the business's subdomain (`included`, no proof asked), or one of its own with the proof that it needs."""

    host: str
    included: bool
    is_primary: bool
    state: DomainState
    problem: str = ""
    record_name: str = ""
    record_value: str = ""
    added_at: datetime | None = None
    checked_at: datetime | None = None
    next_check_at: datetime | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FailingDomain:
    """A host whose proof, a TXT record of that value, has been missing for some time."""

    record_value: str
    since: datetime


def domains(actor: Actor, *, tenant_id: int) -> list[DomainInfo]:
    """The subdomain first, then its own in the order they were added. Two statements, on the public schema."""
    actor.require(Permission.COMPANY_DOMAIN_READ)
    with in_schema(PUBLIC):
        live = dict(Domain.objects.filter(tenant_id=tenant_id).values_list("domain", "is_primary"))
        claims = list(CustomDomain.objects.filter(tenant_id=tenant_id).order_by("pk"))
    own = {claim.host for claim in claims}
    included = [
        DomainInfo(host, included=True, is_primary=primary, state=DomainState.LIVE)
        for host, primary in live.items()
        if host not in own
    ]
    return included + [_info(claim, is_primary=live.get(claim.host, False)) for claim in claims]


def domain(actor: Actor, *, tenant_id: int, host: str) -> DomainInfo:
    """One of them, however its host is written. NotFound."""
    host = normalised(host)
    found = next((each for each in domains(actor, tenant_id=tenant_id) if each.host == host), None)
    if found is None:
        raise NotFound
    return found


def failing_domain(*, tenant_id: int, host: str) -> FailingDomain | None:
    """None when its proof is there again, or it was removed. On the public schema."""
    claim = CustomDomain.objects.filter(tenant_id=tenant_id, host=host).first()
    if claim is None or claim.failing_since is None:
        return None
    return FailingDomain(record_value(claim.token), claim.failing_since)


def _info(claim: CustomDomain, *, is_primary: bool) -> DomainInfo:
    return DomainInfo(
        host=claim.host,
        included=False,
        is_primary=is_primary,
        state=_state(claim),
        problem=claim.problem,
        record_name=record_name(claim.host),
        record_value=record_value(claim.token),
        added_at=claim.added_at,
        checked_at=claim.checked_at,
        next_check_at=claim.next_check_at,
        verified_at=claim.verified_at,
    )


def _state(claim: CustomDomain) -> DomainState:
    if claim.verified_at is None:
        return DomainState.WAITING if claim.next_check_at else DomainState.STOPPED
    return DomainState.FAILING if claim.failing_since else DomainState.LIVE
