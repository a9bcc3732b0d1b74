from audit.models import AuditEntry
from audit.queries.entries import entries
from kernel.actors import Actor
from kernel.filters import by_id, by_text
from kernel.listings import Column, Kind, Listing, any_field

TRAIL = Listing[Actor, AuditEntry](
    rows=entries,
    matches=any_field("actor_name__icontains", "action__icontains", "target_id__icontains"),
    orders={"at": ("at",)},
    order="-at",
    filters=(
        by_text("action", "Action"),
        by_id("actor", "Person"),
        by_text("target_type", "Kind of thing"),
        by_text("target_id", "Thing"),
    ),
    columns=(
        Column("at", "When", lambda row: row.at, Kind.MOMENT),
        Column("actor_name", "By", lambda row: ", ".join(filter(None, (row.actor_name, row.via)))),
        Column("action", "Action", lambda row: row.action),
        Column("target", "Thing", lambda row: f"{row.target_type} {row.target_id}"),
    ),
)
