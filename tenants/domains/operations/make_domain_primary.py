from datetime import datetime

from audit.authors import Author
from audit.steps import record
from kernel.errors import Conflict, NotFound
from kernel.transactions import operation
from tenants.domains.actions import Action
from tenants.domains.models import CustomDomain
from tenants.life.models import Domain
from tenants.life.steps.lock_tenant import lock_tenant


@operation
def make_domain_primary(*, actor: Author, tenant_id: int, host: str, now: datetime) -> None:
    """Have a business's mails and links point to one of the hosts it answers at. On the public schema.

    NotFound; Conflict while the proof of the host is missing.
    """
    lock_tenant(tenant_id)
    hosts = Domain.objects.filter(tenant_id=tenant_id)
    before = hosts.filter(is_primary=True).values_list("domain", flat=True).first()
    if not hosts.filter(domain=host).exists():
        raise NotFound
    if CustomDomain.objects.filter(tenant_id=tenant_id, host=host, failing_since__isnull=False).exists():
        raise Conflict("The TXT record of this domain is missing. Put it back first.")
    hosts.update(is_primary=False)
    hosts.filter(domain=host).update(is_primary=True)
    record(
        actor=actor,
        action=Action.DOMAIN_MADE_PRIMARY,
        target_type="tenants.tenant",
        target_id=tenant_id,
        changes={"primary": [before, host]},
        at=now,
    )
