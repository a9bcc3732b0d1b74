"""Which business answers at a host: asked by every request, so the answer is kept for a minute."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port

from kernel.cached import cached
from tenants.life.enums import TenantState
from tenants.life.models import Domain
from tenants.life.rules.lifecycle import ACCESS, Access


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """A business as requests and tasks know it."""

    id: int
    schema_name: str
    name: str
    state: str


def normalised_host(host: str) -> str:
    """In lower case, without port and trailing dot."""
    return split_domain_port(host)[0]


def tenant_at(host: str) -> TenantInfo | None:
    """The business at a normalised host, in whatever state; None when there is none. On the public schema.

    A stranger's host isn't kept, so that a new business answers at once and nobody fills the cache with names.
    """
    return cached(host_key(host), partial(_read, host))


def _read(host: str) -> TenantInfo | None:
    row = (
        Domain.objects.filter(domain=host)
        .values_list("tenant_id", "tenant__schema_name", "tenant__name", "tenant__state")
        .first()
    )
    return TenantInfo(*row) if row else None


def host_key(host: str) -> str:
    return f"host:{host}"


def subdomain_host(subdomain: str) -> str:
    """The host of a business by its name: `corner` is `corner.counterfoil.example`."""
    return f"{subdomain}.{urlsplit(settings.PUBLIC_URL).hostname}"


def subdomain_suffix() -> str:
    """What the hosts of all businesses by their names end in."""
    return subdomain_host("")


def subdomain_of(tenant_id: int) -> str:
    """The host that a business has had from the start. On the public schema."""
    return str(Domain.objects.get(tenant_id=tenant_id, domain__endswith=subdomain_suffix()))


def live_tenant_at(host: str) -> TenantInfo | None:
    """The business that answers at a normalised host; None when nobody does, for whatever reason."""
    tenant = tenant_at(host)
    if tenant is None or ACCESS[TenantState(tenant.state)] is Access.NONE:
        return None
    return tenant


def address(host: str, path: str = "/") -> str:
    """The URL of a path at a host, with the public site's scheme and port."""
    public = urlsplit(settings.PUBLIC_URL)
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{host}{port}{path}"
