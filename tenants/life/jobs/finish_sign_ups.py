from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db.models import F

from kernel.errors import Busy
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from tenants.life.models import PendingSignUp
from tenants.life.steps.opening import give_up, go_live, settle

_TIMEOUT_SIGN_UP = timedelta(minutes=1)
_ATTEMPTS = 5

log = structlog.get_logger(__name__)


def finish_sign_ups(*, now: datetime) -> int:
    """Finish the sign-ups that a crash left half done; one that keeps failing is undone. Returns how many went live."""
    use_public()
    pending = list(
        PendingSignUp.objects.select_related("tenant").filter(started_at__lt=now - _TIMEOUT_SIGN_UP).order_by("pk")
    )
    return sum(_finish(one, now) for one in pending)


def _finish(pending: PendingSignUp, now: datetime) -> bool:
    PendingSignUp.objects.filter(pk=pending.pk).update(attempts=F("attempts") + 1)
    try:
        with in_schema(pending.tenant.schema_name):
            run_in_transaction(partial(settle, pending, now=now))
    except Busy:  # the visitor is at it
        return False
    except Exception:
        log.exception("sign_up_unfinished", schema=pending.tenant.schema_name, attempts=pending.attempts + 1)
        if pending.attempts + 1 >= _ATTEMPTS:
            run_in_transaction(partial(give_up, pending, now=now))
        return False
    run_in_transaction(partial(go_live, pending, now=now))
    return True
