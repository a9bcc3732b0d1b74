from datetime import datetime

import structlog

from audit.authors import PLATFORM
from tenants.archives.operations.purge_business import purge_business

log = structlog.get_logger(__name__)


def try_to_purge(*, tenant_id: int, now: datetime) -> bool:
    """Delete a business that is due; whether it is gone. A failure is in the log, and the next beat tries again."""
    try:
        purge_business(actor=PLATFORM, tenant_id=tenant_id, now=now)
    except Exception:
        log.exception("business_not_purged", tenant_id=tenant_id)
        return False
    return True
