from kernel.cached import forget
from kernel.transactions import require_transaction
from tenants.life.models import Domain
from tenants.life.queries.hosts import host_key


def invalidate_hosts(tenant_id: int) -> None:
    """After the commit, look the tenant's hosts up afresh. Call it before deleting the domains themselves."""
    require_transaction()
    forget(host_key(host) for host in Domain.objects.filter(tenant_id=tenant_id).values_list("domain", flat=True))
