"""What can't be done with people."""

from kernel.errors import Conflict


class LastOwner(Conflict):
    """A business keeps at least one owner who can sign in."""

    code = "last_owner"
    title = "A business needs at least one active owner"


class KeyNotLive(Conflict):
    """A key that was revoked, rotated or has expired gets no other secret."""

    code = "key_not_live"
    title = "This key has ended, please make another"
