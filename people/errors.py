"""What can't be done with people."""

from kernel.errors import Conflict


class LastOwner(Conflict):
    """A business keeps at least one owner who can sign in."""

    code = "last_owner"
    title = "A business needs at least one active owner"
