import secrets
from datetime import datetime

from django.conf import settings

from audit.authors import Author
from kernel.errors import InvalidInput
from kernel.transactions import operation
from tenants.domains.actions import Action
from tenants.domains.errors import DomainClaimed
from tenants.domains.models import CustomDomain
from tenants.domains.rules.domains import next_check, normalised, problem_with
from tenants.domains.steps.enter import enter
from tenants.domains.steps.settle_domain import TAKEN
from tenants.life.models import Domain
from tenants.life.steps.lock_tenant import lock_tenant

MAX_DOMAINS = 20
"""Claims of one business at a time."""


@operation
def add_domain(*, actor: Author, tenant_id: int, host: str, now: datetime) -> CustomDomain:
    """Claim a host for a business; it answers once it is proved. On the public schema. InvalidInput, DomainClaimed."""
    tenant = lock_tenant(tenant_id)
    host = normalised(host)
    problem = problem_with(host, platform=settings.BASE_DOMAIN)
    mine = set(CustomDomain.objects.filter(tenant=tenant).values_list("host", flat=True))
    if host in mine:
        raise DomainClaimed
    if not problem and len(mine) >= MAX_DOMAINS:
        problem = f"You have {MAX_DOMAINS} domains already."
    if not problem and Domain.objects.filter(domain=host).exists():
        problem = TAKEN
    if problem:
        raise InvalidInput(errors={"host": [problem]})
    claim: CustomDomain = CustomDomain.objects.create(
        tenant=tenant,
        host=host,
        token=secrets.token_hex(20),
        added_at=now,
        next_check_at=next_check(added_at=now, now=now),
    )
    enter(claim, actor=actor, action=Action.DOMAIN_ADDED, now=now)
    return claim
