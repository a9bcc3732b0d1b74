from functools import partial

from django.core.cache import caches
from django.db import transaction

from tenants.models import Domain
from tenants.queries.hosts import host_key


def forget_hosts(tenant_id: int) -> None:
    """After the commit, look the tenant's hosts up afresh. Call it before deleting the domains themselves."""
    keys = [host_key(host) for host in Domain.objects.filter(tenant_id=tenant_id).values_list("domain", flat=True)]
    transaction.on_commit(partial(caches["shared"].delete_many, keys))
