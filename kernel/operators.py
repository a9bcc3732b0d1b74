"""Who runs the installation: operators act in the console, on the public schema, and belong to no business."""

from kernel.actors import Actor
from kernel.errors import NotAllowed


def is_operator(actor: Actor) -> bool:
    """Whether the person was made an operator (`people.User.is_staff`)."""
    return bool(getattr(actor, "is_staff", False))


def require_operator(actor: Actor) -> None:
    """NotAllowed unless an operator acts."""
    if not is_operator(actor):
        raise NotAllowed
