from kernel.transactions import require_transaction
from tenants.domains.steps.point_to_subdomain import point_to_subdomain
from tenants.life.models import Domain
from tenants.life.steps.invalidate_hosts import invalidate_hosts


def drop_host(*, tenant_id: int, host: str) -> None:
    """The host answers no more; if it was the primary one, the business's subdomain is again."""
    require_transaction()
    invalidate_hosts(tenant_id)
    was_primary = Domain.objects.filter(tenant_id=tenant_id, domain=host).values_list("is_primary", flat=True).first()
    Domain.objects.filter(tenant_id=tenant_id, domain=host).delete()
    if was_primary:
        point_to_subdomain(tenant_id)
