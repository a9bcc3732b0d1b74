from typing import Any

from accounting.ledger.document import Document
from audit.events import Event
from audit.steps import record_with_event


def enter(doc: Document, event: Event, **changes: Any) -> None:  # noqa: ANN401 (JSON)
    """The numbered document in the trail, and its event in the outbox: one statement."""
    record_with_event(
        event,
        actor=doc.actor,
        action=doc.type.action,
        target_type=doc.type.kind,
        target_id=doc.id,
        at=doc.now,
        changes={"number": doc.number, "outlet": doc.outlet.id, **changes},
    )
