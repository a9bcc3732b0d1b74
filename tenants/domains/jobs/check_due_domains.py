from datetime import datetime

import structlog

from audit.authors import PLATFORM
from kernel.errors import DomainError
from kernel.schemas import use_public
from tenants.domains.models import CustomDomain
from tenants.domains.operations.check_domain import check_domain

_AT_ONCE = 20

log = structlog.get_logger(__name__)


def check_due_domains(*, now: datetime) -> int:
    """Check the claims whose time has come, longest waiting first. Returns how many."""
    use_public()
    due = CustomDomain.objects.filter(next_check_at__lte=now).order_by("next_check_at")
    claims = list(due.values_list("tenant_id", "host")[:_AT_ONCE])
    for tenant_id, host in claims:
        try:
            check_domain(actor=PLATFORM, tenant_id=tenant_id, host=host, now=now)
        except DomainError as error:  # a row held for long, or another business was a moment faster
            log.warning("domain_check_put_off", host=host, code=error.code)
    return len(claims)
