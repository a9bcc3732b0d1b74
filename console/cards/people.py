"""What operators are told of a business's people."""

from console.cards.base import About, Fact, Section, facts, moment
from kernel.permissions import Role
from kernel.schemas import in_schema
from people.models import User


@facts(30)
def people(about: About) -> Section | None:
    """How many there are, and who the owners are."""
    if not about.schema:
        return None
    with in_schema(about.schema):
        active = User.objects.filter(is_active=True)
        count, owners = active.count(), list(active.filter(role=Role.OWNER).order_by("pk"))
    return Section(
        "People",
        (Fact("May sign in", f"{count:,}"),),
        head=("Owner", "E-mail", "Last signed in"),
        rows=tuple((owner.name, owner.email, moment(owner.last_login)) for owner in owners),
    )
