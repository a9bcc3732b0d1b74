"""What can't be done with people."""

from kernel.errors import AlreadyExists, Conflict


class LastOwner(Conflict):
    """A business keeps at least one owner who can sign in."""

    code = "last_owner"
    title = "A business needs at least one active owner"


class KeyNotLive(Conflict):
    """A key that was revoked, rotated or has expired gets no other secret."""

    code = "key_not_live"
    title = "This key has ended, please make another"


class SecondFactorExists(AlreadyExists):
    """It was set up in another window meanwhile."""

    code = "second_factor_exists"
    title = "A second factor is set up already, please sign in with it"
    constraint = "unique_authenticator_type"
