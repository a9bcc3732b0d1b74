"""What operators are told of work that waits or failed, and of what was done to a business."""

from datetime import datetime

from django.db.models import Count, Min, Q

from audit.models import AuditEntry, DeadLetter, OutboxEvent
from console.cards.base import About, Fact, Section, facts, figures, listing, moment
from kernel.schemas import in_schema

_SHOWN = 6


@figures(30)
def dead_letters(_now: datetime) -> Section:
    """Work that failed for good and nobody looked at. One statement."""
    waiting = DeadLetter.objects.filter(retried_at=None).aggregate(count=Count("pk"), oldest=Min("failed_at"))
    tone = "danger" if waiting["count"] else "success"
    return Section(
        "Dead letters",
        (
            Fact("Waiting", f"{waiting['count']:,}", tone, listing("audit_deadletter")),
            Fact("Oldest", moment(waiting["oldest"])),
        ),
    )


@facts(50)
def waiting_work(about: About) -> Section | None:
    """The business's outbox and dead letters."""
    if not about.schema:
        return None
    with in_schema(about.schema):
        waiting = OutboxEvent.objects.filter(relayed_at=None).aggregate(count=Count("id"), oldest=Min("occurred_at"))
        latest = list(OutboxEvent.objects.order_by("-id").values_list("kind", "occurred_at", "relayed_at")[:_SHOWN])
    letters = DeadLetter.objects.filter(tenant_schema=about.schema, retried_at=None).count()
    return Section(
        "Events",
        (
            Fact("Waiting in the outbox", f"{waiting['count']:,}", "warning" if waiting["count"] else ""),
            Fact("Oldest of them", moment(waiting["oldest"])),
            Fact(
                "Dead letters",
                f"{letters:,}",
                "danger" if letters else "",
                listing("audit_deadletter", f"q={about.schema}"),
            ),
        ),
        head=("Event", "Happened", "Sent on"),
        rows=tuple((kind, moment(at), moment(sent)) for kind, at, sent in latest),
    )


@facts(60)
def trail(about: About) -> Section:
    """What operators and the platform did to the business."""
    about_it = Q(target_type="tenants.tenant", target_id=str(about.id))
    rows = AuditEntry.objects.filter(about_it).order_by("-at", "-id")[:_SHOWN]
    return Section(
        "Done to this business",
        head=("When", "Who", "What", "Why"),
        rows=tuple((moment(row.at), row.actor_name, row.action, str(row.changes.get("reason", ""))) for row in rows),
        note="" if rows else "Nothing yet.",
    )
