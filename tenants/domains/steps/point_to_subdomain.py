from kernel.transactions import require_transaction
from tenants.life.models import Domain
from tenants.life.queries.hosts import subdomain_suffix


def point_to_subdomain(tenant_id: int) -> None:
    """Have a business's mails and links point to the host that nobody can take from it."""
    require_transaction()
    hosts = Domain.objects.filter(tenant_id=tenant_id)
    hosts.update(is_primary=False)
    hosts.filter(domain__endswith=subdomain_suffix()).update(is_primary=True)
