"""Work that waits or failed, and what was done to a business."""

from datetime import datetime

from audit.queries.backlog import latest_events, waiting_dead_letters, waiting_events
from audit.queries.trail import trail_of
from console.cards.section import About, Fact, Section, listing, moment
from kernel.schemas import in_schema

_SHOWN = 6


def dead_letters(_now: datetime) -> Section:
    """Work that failed for good and that nobody has retried. One statement."""
    waiting = waiting_dead_letters()
    return Section(
        "Dead letters",
        (
            Fact(
                "Waiting", f"{waiting.count:,}", "danger" if waiting.count else "success", listing("audit_deadletter")
            ),
            Fact("Oldest", moment(waiting.oldest)),
        ),
    )


def events(about: About) -> Section | None:
    """The business's outbox and dead letters."""
    if not about.schema:
        return None
    with in_schema(about.schema):
        waiting, latest = waiting_events(), latest_events(most=_SHOWN)
    letters = waiting_dead_letters(about.schema).count
    found = listing("audit_deadletter", f"q={about.schema}")
    return Section(
        "Events",
        (
            Fact("Waiting in the outbox", f"{waiting.count:,}", "warning" if waiting.count else ""),
            Fact("Oldest of them", moment(waiting.oldest)),
            Fact("Dead letters", f"{letters:,}", "danger" if letters else "", found),
        ),
        head=("Event", "Happened", "Sent on"),
        rows=tuple((event.kind, moment(event.occurred_at), moment(event.relayed_at)) for event in latest),
    )


def trail(about: About) -> Section:
    """What operators and the platform did to the business."""
    entries = trail_of(target_type="tenants.tenant", target_id=about.id, most=_SHOWN)
    return Section(
        "Done to this business",
        head=("When", "Who", "What", "Why"),
        rows=tuple((moment(entry.at), entry.actor_name, entry.action, entry.reason) for entry in entries),
        note="" if entries else "Nothing yet.",
    )
