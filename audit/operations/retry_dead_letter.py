from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from audit.actions import Action
from audit.models import DeadLetter
from audit.steps import record
from audit.steps.send_delivery import send_delivery
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.operators import require_operator
from kernel.transactions import operation


@operation
def retry_dead_letter(*, actor: Actor, letter_id: UUID, now: datetime) -> None:
    """Hand a dead letter to its handler once more. On the public schema, by an operator."""
    require_operator(actor)
    letter = DeadLetter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    letter.retried_at = now
    letter.save(update_fields=["retried_at"])
    record(actor=actor, action=Action.DEAD_LETTER_RETRIED, target_type="audit.deadletter", target_id=letter.pk, at=now)
    transaction.on_commit(
        partial(
            send_delivery,
            schema=letter.tenant_schema,
            event_id=letter.event_id,
            kind=letter.kind,
            handler=letter.handler,
            payload=letter.payload,
        )
    )
