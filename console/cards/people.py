"""A business's people."""

from console.cards.section import About, Fact, Section, moment
from kernel.schemas import in_schema
from people.queries.owners import owners
from people.queries.people import active_people


def people(about: About) -> Section | None:
    """How many there are, and who the owners are."""
    if not about.schema:
        return None
    with in_schema(about.schema):
        count, found = active_people().count(), owners()
    return Section(
        "People",
        (Fact("May sign in", f"{count:,}"),),
        head=("Owner", "E-mail", "Last signed in"),
        rows=tuple((owner.name, owner.email, moment(owner.last_login)) for owner in found),
    )
