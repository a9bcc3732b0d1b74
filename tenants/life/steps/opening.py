"""The three pieces of opening a business, each in a transaction of its own, because a transaction has one schema.

The first and the last belong to the public schema, the second to the business's. All can be repeated: a pending
sign-up is finished by the next request or task that finds it.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from audit.authors import PLATFORM
from audit.steps import emit
from kernel.errors import InvalidInput
from kernel.openings import Opening
from kernel.permissions import Role
from kernel.transactions import require_transaction
from tenants.life.enums import TenantState
from tenants.life.events import BusinessOpened
from tenants.life.models import Domain, LooseSchema, PendingSignUp, Reservation, Tenant
from tenants.life.queries.hosts import subdomain_host
from tenants.life.queries.subdomains import REST, TAKEN
from tenants.life.steps.invalidate_hosts import invalidate_hosts
from tenants.life.steps.move_state import move_state
from tenants.schemas.steps.claim_spare import claim_spare


@dataclass(frozen=True, slots=True)
class Applicant:
    """A visitor whose input was found good. `password` is a hash."""

    business_name: str
    subdomain: str
    owner_name: str
    email: str
    password: str
    country: str


def reserve(applicant: Applicant, *, now: datetime) -> PendingSignUp:
    """Take a schema and the name. PoolEmpty, NotPrepared; InvalidInput when somebody else has the name."""
    require_transaction()
    Reservation.objects.filter(name=applicant.subdomain, released_at__lt=now - REST).delete()
    tenant = Tenant.objects.create(name=applicant.business_name, schema_name=claim_spare())
    try:
        with transaction.atomic():
            Reservation.objects.create(name=applicant.subdomain, tenant=tenant)
    except IntegrityError as taken:
        raise InvalidInput(errors={"subdomain": [TAKEN]}) from taken
    Domain.objects.create(domain=subdomain_host(applicant.subdomain), tenant=tenant)
    return PendingSignUp.objects.create(
        tenant=tenant,
        owner_name=applicant.owner_name,
        email=applicant.email,
        password=applicant.password,
        country=applicant.country,
        started_at=now,
    )


def settle(pending: PendingSignUp, *, now: datetime) -> int:
    """In the business's own schema: its owner, its opening rows, the event. Returns the owner's id."""
    require_transaction()
    owner, fresh = get_user_model().objects.get_or_create(
        email=pending.email, defaults={"name": pending.owner_name, "password": pending.password, "role": Role.OWNER}
    )
    if not fresh:
        return owner.pk
    EmailAddress.objects.create(user=owner, email=owner.email, primary=True, verified=False)
    opening = Opening(pending.tenant.name, pending.country, owner, now)
    for step in settings.TENANT_OPENING_STEPS:
        import_string(step)(opening)
    emit(BusinessOpened(owner_id=owner.pk), at=now)
    return owner.pk


def go_live(pending: PendingSignUp, *, now: datetime) -> None:
    """The host answers from now on, and nothing is left to finish. Nothing happens when somebody else was faster."""
    require_transaction()
    if not _waits(pending):
        return
    tenant = Tenant.objects.select_for_update().get(pk=pending.tenant_id)
    if tenant.state == TenantState.OPENING:
        move_state(tenant=tenant, to=TenantState.TRIAL, actor=PLATFORM, now=now, reason="signed up")
        start = import_string(settings.TENANT_LIVE_STEP)
        start(tenant_id=tenant.pk, now=now)
    PendingSignUp.objects.filter(pk=pending.pk).delete()


def give_up(pending: PendingSignUp, *, now: datetime) -> None:
    """Undo a sign-up that can't be finished: nobody has used it, so the name is free again at once.

    Its schema is left to the sweep. Nothing happens when somebody else finished or undid it meanwhile.
    """
    require_transaction()
    if not _waits(pending):
        return
    tenant = pending.tenant
    invalidate_hosts(tenant.pk)
    for rows in (PendingSignUp, Reservation, Domain):
        rows.objects.filter(tenant=tenant).delete()
    # Not `delete()`: that deletes of whatever could refer to a business, and this one has nothing else yet.
    Tenant.objects.filter(pk=tenant.pk)._raw_delete("default")  # noqa: SLF001 (no other way)
    LooseSchema.objects.create(schema_name=tenant.schema_name, tenant=None, due_at=now)


def _waits(pending: PendingSignUp) -> bool:
    """Whether it still is to be finished; it is ours then until the commit."""
    return PendingSignUp.objects.select_for_update().filter(pk=pending.pk).first() is not None
