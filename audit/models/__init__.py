from audit.models.dead_letter import DeadLetter
from audit.models.entry import AuditEntry
from audit.models.idempotency_key import IdempotencyKey
from audit.models.outbox_event import OutboxEvent

__all__ = ["AuditEntry", "DeadLetter", "IdempotencyKey", "OutboxEvent"]
