from tenants.models import Domain
from tenants.steps.forget_hosts import forget_hosts
from tenants.steps.point_to_subdomain import point_to_subdomain


def drop_host(*, tenant_id: int, host: str) -> None:
    """The host answers no more; if it was the primary one, the business's subdomain is again."""
    forget_hosts(tenant_id)
    was_primary = Domain.objects.filter(tenant_id=tenant_id, domain=host).values_list("is_primary", flat=True).first()
    Domain.objects.filter(tenant_id=tenant_id, domain=host).delete()
    if was_primary:
        point_to_subdomain(tenant_id)
