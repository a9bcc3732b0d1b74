from datetime import datetime

import structlog

from audit.authors import PLATFORM
from billing.operations.settle_subscription import settle_subscription
from billing.queries.due import due_tenants

log = structlog.get_logger(__name__)


def settle_due(*, now: datetime) -> None:
    """Trials that are over, graces that are used up. One that fails doesn't keep the others from it."""
    for tenant_id in due_tenants(now):
        try:
            settle_subscription(actor=PLATFORM, tenant_id=tenant_id, now=now)
        except Exception:
            log.exception("subscription_not_settled", tenant=tenant_id)
