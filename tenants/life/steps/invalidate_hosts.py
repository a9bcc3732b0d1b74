from kernel.cached import invalidate
from kernel.transactions import require_transaction
from tenants.life.models import Domain
from tenants.life.queries.hosts import host_key


def invalidate_hosts(tenant_id: int) -> None:
    """After the commit, read the tenant's hosts afresh. Call it before deleting the domains themselves."""
    require_transaction()
    invalidate(host_key(host) for host in Domain.objects.filter(tenant_id=tenant_id).values_list("domain", flat=True))
