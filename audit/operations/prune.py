from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from audit.models import IdempotencyKey, OutboxEvent
from kernel.transactions import run_in_transaction

RETENTION_ANSWERS = timedelta(days=30)
"""How long a repeated request gets its first answer, and how long it can be seen what was relayed."""

BATCH = 5000


def prune(*, now: datetime) -> int:
    """Delete what is too old of the present schema's answers and relayed events. Returns how many rows went.

    Many short transactions, so that nobody waits for it. Events that still wait are never deleted.
    """
    return _all(partial(_answers, now - RETENTION_ANSWERS)) + _all(partial(_events, now - RETENTION_ANSWERS))


def _all(one_batch: Callable[[], int]) -> int:
    total = 0
    while gone := run_in_transaction(one_batch):
        total += gone
    return total


def _answers(before: datetime) -> int:
    over = IdempotencyKey.objects.filter(claimed_at__lt=before).values("pk")[:BATCH]
    return IdempotencyKey.objects.filter(pk__in=over).delete()[0]


def _events(before: datetime) -> int:
    over = OutboxEvent.objects.filter(relayed_at__lt=before).values("pk")[:BATCH]
    return OutboxEvent.objects.filter(pk__in=over).delete()[0]
