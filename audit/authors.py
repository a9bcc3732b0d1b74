"""Who is named in the trail. One person is named in one way: by id, name and what they came by, in every schema."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kernel.actors import Actor
from kernel.errors import NotAllowed
from kernel.operators import require_operator
from kernel.schemas import current_schema


class AuthorKind(StrEnum):
    """What an author is; audit_entry_author_known says the same in the database."""

    PERSON = "person"
    """Somebody of the schema that the entry is in."""

    PERSON_ELSEWHERE = "person_elsewhere"
    """Somebody of another schema: an owner whose act is written in public, an operator at a business."""

    PLATFORM = "platform"
    STRIPE = "stripe"
    STRANGER = "stranger"
    """Somebody who isn't signed in."""


@dataclass(frozen=True, slots=True)
class Author:
    """Make one with `person`, `person_elsewhere`, or take a constant; `schema` is "" for the entry's own."""

    kind: AuthorKind
    name: str
    id: int | None = None
    via: str = ""
    schema: str = ""


PLATFORM = Author(AuthorKind.PLATFORM, "Counterfoil")
STRIPE = Author(AuthorKind.STRIPE, "Stripe")
STRANGER = Author(AuthorKind.STRANGER, "Not signed in")


def person(actor: Actor) -> Author:
    """Somebody of the schema that the connection is in, which is where the entry goes."""
    return Author(AuthorKind.PERSON, actor.name or actor.email, actor.pk, actor.via)


def person_elsewhere(actor: Actor) -> Author:
    """The same person for an entry in another schema: call it in their own, and hand the author over."""
    return Author(AuthorKind.PERSON_ELSEWHERE, actor.name or actor.email, actor.pk, actor.via, current_schema())


def author_here(actor: Actor | Author) -> Author:
    """Who is named by an entry in the connection's schema: of somebody who is at home there, the row."""
    if not isinstance(actor, Author):
        return person(actor)
    if actor.kind is AuthorKind.PERSON_ELSEWHERE and actor.schema == current_schema():
        return replace(actor, kind=AuthorKind.PERSON, schema="")
    return actor


def require_platform_or_operator(actor: Actor | Author) -> None:
    """NotAllowed unless the platform itself acts, or an operator."""
    if not isinstance(actor, Author):
        require_operator(actor)
    elif actor is not PLATFORM:
        raise NotAllowed
