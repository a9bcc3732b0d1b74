from kernel.errors import NotFound
from kernel.transactions import require_transaction
from tenants.life.models import Tenant


def lock_tenant(tenant_id: int) -> Tenant:
    """A business, ours until the commit. NotFound."""
    require_transaction()
    found: Tenant | None = Tenant.objects.select_for_update().filter(pk=tenant_id).first()
    if found is None:
        raise NotFound
    return found
