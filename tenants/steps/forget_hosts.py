from kernel.kept import forget
from tenants.models import Domain
from tenants.queries.hosts import host_key


def forget_hosts(tenant_id: int) -> None:
    """After the commit, look the tenant's hosts up afresh. Call it before deleting the domains themselves."""
    forget(host_key(host) for host in Domain.objects.filter(tenant_id=tenant_id).values_list("domain", flat=True))
