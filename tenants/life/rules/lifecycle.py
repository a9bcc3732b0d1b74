"""A tenant's life as data: which state may follow which, and what each lets people do."""

from enum import StrEnum

from tenants.life.enums import TenantState as S


class Access(StrEnum):
    """What a tenant's people may do at its host. With none, the host answers as if there were nobody.

    With ACCOUNT, only what is about the account itself: signing in, the plan, invoices, exporting, closing.
    """

    FULL = "full"
    READ = "read"
    ACCOUNT = "account"
    NONE = "none"


ACCESS: dict[S, Access] = {
    S.OPENING: Access.NONE,
    S.TRIAL: Access.FULL,
    S.ACTIVE: Access.FULL,
    S.PAST_DUE: Access.FULL,
    S.READ_ONLY: Access.READ,
    S.SUSPENDED: Access.NONE,
    S.EXPORT_OPEN: Access.ACCOUNT,
    S.DELETED: Access.NONE,
}

WORKING = frozenset(state for state, access in ACCESS.items() if access in {Access.FULL, Access.READ})
"""The states in which background work is done."""

_SUBSCRIBED = (S.TRIAL, S.ACTIVE, S.PAST_DUE, S.READ_ONLY, S.EXPORT_OPEN)
"""Among these the subscription decides (billing.rules.life), and any may follow any."""

MOVES: frozenset[tuple[S, S]] = frozenset(
    {
        (S.OPENING, S.TRIAL),
        (S.OPENING, S.DELETED),
        (S.EXPORT_OPEN, S.DELETED),
        *((before, after) for before in _SUBSCRIBED for after in _SUBSCRIBED if before != after),
        # An operator's doing, and undoing.
        *((before, S.SUSPENDED) for before in _SUBSCRIBED),
        *((S.SUSPENDED, after) for after in _SUBSCRIBED),
    }
)
