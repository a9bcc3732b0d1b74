from typing import Any, Protocol

from kernel.permissions import Permission


class Actor(Protocol):
    """The person who acts: a row of people.User, as the rooms see it."""

    email: Any
    name: Any
    role: Any
    via: str
    """What the actor came by, when not by signing in: `key Till bridge`."""

    @property
    def pk(self) -> Any: ...  # noqa: ANN401 (a model's key)

    def may(self, permission: Permission) -> bool:
        """Whether this person may: active, with a role that includes the permission, and within the scopes of the key
        that they came by, if any.
        """
        ...

    def require(self, permission: Permission) -> None:
        """NotAllowed unless this person may."""
        ...
