from datetime import datetime

from audit.authors import Author
from kernel.errors import NotFound
from kernel.transactions import operation
from tenants.domains.actions import Action
from tenants.domains.models import CustomDomain
from tenants.domains.steps.drop_host import drop_host
from tenants.domains.steps.enter import enter
from tenants.life.steps.lock_tenant import lock_tenant


@operation
def remove_domain(*, actor: Author, tenant_id: int, host: str, now: datetime) -> None:
    """Give up a claim; the host answers no more. On the public schema. NotFound, also for the subdomain itself."""
    lock_tenant(tenant_id)
    claim = CustomDomain.objects.select_for_update().filter(tenant_id=tenant_id, host=host).first()
    if claim is None:
        raise NotFound
    if claim.verified_at:
        drop_host(tenant_id=tenant_id, host=host)
    enter(claim, actor=actor, action=Action.DOMAIN_REMOVED, now=now)
    claim.delete()
