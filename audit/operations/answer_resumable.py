"""The envelope around work that spans several transactions, each of which may be repeated (a sign-up)."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from audit.errors import IdempotencyKeyReused
from audit.models import IdempotencyKey
from audit.operations.answer_once import Answer
from kernel.actors import Actor

T = TypeVar("T")


def answer_resumable(
    *,
    actor: Actor | None,
    key: str,
    fingerprint: str,
    now: datetime,
    work: Callable[[], T],
    render: Callable[[T], Answer],
) -> Answer:
    """Do the work for a person, or for a visitor (None); a repeated request gets the first answer.

    Work that broke off half-way is taken up again under the same key. IdempotencyKeyReused as in answer_once.
    """
    actor_id = actor.pk if actor else None
    claim, made = IdempotencyKey.objects.get_or_create(
        actor_id=actor_id, key=key, defaults={"fingerprint": fingerprint, "claimed_at": now}
    )
    if claim.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    if not made and claim.status:
        return Answer(claim.status, claim.answer, replayed=True)
    try:
        answer = render(work())
    except Exception:
        # Not another's claim, nor the answer that another, working under the same key, has kept meanwhile.
        if made:
            IdempotencyKey.objects.filter(pk=claim.pk, status=0).delete()
        raise
    IdempotencyKey.objects.update_or_create(
        actor_id=actor_id,
        key=key,
        defaults={"fingerprint": fingerprint, "status": answer.status, "answer": answer.body, "claimed_at": now},
    )
    return answer
