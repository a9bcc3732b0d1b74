"""What a business's person does with its domains: asked there whether they may, done on the public schema."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from kernel.actors import Actor
from kernel.entitlements import Feature, require_feature
from kernel.permissions import Permission
from tenants.domains.actions import Action
from tenants.domains.operations.add_domain import add_domain
from tenants.domains.operations.check_domain import check_domain
from tenants.domains.operations.make_domain_primary import make_domain_primary
from tenants.domains.operations.remove_domain import remove_domain
from tenants.domains.rules.domains import normalised
from tenants.life.for_business import for_business


def add_own_domain(*, actor: Actor, tenant_id: int, host: str, now: datetime) -> str:
    """Claim a host; returns it as it is kept. NotAllowed, NotInPlan, and what add_domain raises."""
    _in_public(
        Action.DOMAIN_ADDED,
        add_domain,
        actor=actor,
        tenant_id=tenant_id,
        host=host,
        now=now,
        feature=Feature.CUSTOM_DOMAIN,
    )
    return normalised(host)


def check_own_domain(*, actor: Actor, tenant_id: int, host: str, now: datetime) -> None:
    """Look for the proof now. NotAllowed, NotInPlan, NotFound."""
    _in_public(
        Action.DOMAIN_CHECKED,
        check_domain,
        actor=actor,
        tenant_id=tenant_id,
        host=host,
        now=now,
        feature=Feature.CUSTOM_DOMAIN,
    )


def make_own_domain_primary(*, actor: Actor, tenant_id: int, host: str, now: datetime) -> None:
    """Mails and links point there. NotAllowed, NotFound, Conflict while its proof is missing."""
    _in_public(Action.DOMAIN_MADE_PRIMARY, make_domain_primary, actor=actor, tenant_id=tenant_id, host=host, now=now)


def remove_own_domain(*, actor: Actor, tenant_id: int, host: str, now: datetime) -> None:
    """Give the host up. NotAllowed, NotFound."""
    _in_public(Action.DOMAIN_REMOVED, remove_domain, actor=actor, tenant_id=tenant_id, host=host, now=now)


def _in_public(
    action: Action,
    work: Callable[..., object],
    *,
    actor: Actor,
    tenant_id: int,
    host: str,
    now: datetime,
    feature: Feature | None = None,
) -> None:
    actor.require(Permission.COMPANY_DOMAIN_WRITE)
    if feature:
        require_feature(feature)
    for_business(
        actor=actor,
        tenant_id=tenant_id,
        action=action,
        changes={"host": normalised(host)},
        now=now,
        work=partial(work, tenant_id=tenant_id, host=normalised(host), now=now),
    )
