"""The errors that people and machines are told about.

A DomainError has a stable `code` for machines, a sentence for people, and field errors all at once. The API renders it
as problem+json (RFC 9457), the pages as a form error.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

FieldErrors = Mapping[str, Sequence[str]]

BY_CONSTRAINT: dict[str, "type[DomainError]"] = {}
"""The named errors of database constraints."""


class DomainError(Exception):
    """Something a caller did that the business does not allow; nothing was changed.

    `errors` maps a field's path ("lines.2.quantity") to sentences; `data` is JSON that helps a machine to act.
    `constraint` names the database constraint behind the rule (several with a space between): when PostgreSQL finds it
    violated (somebody else was faster), the operation raises this error; `again` says that it is worth running the
    operation once more, which then sees what the other did.
    """

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "Refused"
    status: ClassVar[int] = 409
    constraint: ClassVar[str] = ""
    again: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        for name in cls.__dict__.get("constraint", "").split():
            BY_CONSTRAINT[name] = cls

    def __init__(self, detail: str = "", *, errors: FieldErrors | None = None, **data: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors: dict[str, list[str]] = {field: list(messages) for field, messages in (errors or {}).items()}
        self.data = data


class InvalidInput(DomainError):
    """The request is understood but its values are not acceptable; `errors` names every field."""

    code = "invalid_input"
    title = "Please correct the marked fields"
    status = 400


class NotAllowed(DomainError):
    """The actor's role does not include the permission."""

    code = "not_allowed"
    title = "Your role does not allow this"
    status = 403


class NotFound(DomainError):
    """There is no such thing, or the actor may not know of it: the two are not told apart."""

    code = "not_found"
    title = "Not found"
    status = 404


class Conflict(DomainError):
    """The state of things does not allow it now."""

    code = "conflict"
    title = "Not possible in the present state"
    status = 409


class AlreadyExists(Conflict):
    """Somebody else was faster with something that may exist only once."""

    code = "already_exists"
    title = "There is one already"


class OutOfRange(Conflict):
    """A sum in it would be larger than the database can keep."""

    code = "out_of_range"
    constraint = "ledger_line_amount stock_movement_value"
    title = "Something in this adds up to more than can be kept"


class Busy(DomainError):
    """Others held the same rows for too long, or the answer took too long; the same request may be sent again."""

    code = "busy"
    title = "Busy, please try again"
    status = 503
    wait: ClassVar[int] = 10
    """Seconds after which it is worth trying again."""


class Unavailable(Busy):
    """The database can't be reached. What was under way is either done as a whole or not at all."""

    code = "unavailable"
    title = "Not available for a moment"
    wait = 5
