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
    S.EXPORT_OPEN: Access.ACCOUNT,
    S.SUSPENDED: Access.NONE,
    S.CLOSING: Access.ACCOUNT,
    S.CLOSING_SUSPENDED: Access.NONE,
    S.DELETED: Access.NONE,
}

WORKING = frozenset(state for state, access in ACCESS.items() if access in {Access.FULL, Access.READ})
"""The states in which background work is done."""

SUBSCRIBED = frozenset({S.TRIAL, S.ACTIVE, S.PAST_DUE, S.READ_ONLY, S.EXPORT_OPEN})
"""Among these the subscription decides (billing.rules.life), and any may follow any."""

SUSPENDED = frozenset({S.SUSPENDED, S.CLOSING_SUSPENDED})
"""An operator's hold: no subscription and no clock ends it."""

CLOSING = frozenset({S.CLOSING, S.CLOSING_SUSPENDED})
"""The owner or an operator has closed the business: `closes_at` is set in these states, and in no other."""

MOVES: frozenset[tuple[S, S]] = frozenset(
    {
        (S.OPENING, S.TRIAL),
        (S.OPENING, S.DELETED),
        *((before, after) for before in SUBSCRIBED for after in SUBSCRIBED if before != after),
        # An operator's hold, and its end.
        *((before, S.SUSPENDED) for before in SUBSCRIBED),
        *((S.SUSPENDED, after) for after in SUBSCRIBED),
        (S.CLOSING, S.CLOSING_SUSPENDED),
        (S.CLOSING_SUSPENDED, S.CLOSING),
        # Closing, second thoughts (the subscription decides a moment later), and the end.
        *((before, S.CLOSING) for before in (*SUBSCRIBED, S.SUSPENDED)),
        (S.CLOSING, S.READ_ONLY),
        (S.CLOSING_SUSPENDED, S.SUSPENDED),
        (S.CLOSING, S.DELETED),
    }
)

SUSPENDED_FROM: dict[S, S] = {**dict.fromkeys(SUBSCRIBED, S.SUSPENDED), S.CLOSING: S.CLOSING_SUSPENDED}
"""What a hold makes of each state that can be held."""

REINSTATED_TO: dict[S, S] = {S.SUSPENDED: S.ACTIVE, S.CLOSING_SUSPENDED: S.CLOSING}
"""What the end of a hold makes of it; from ACTIVE on the subscription decides."""

AFTER_CANCELLED_CLOSING: dict[S, S] = {S.CLOSING: S.READ_ONLY, S.CLOSING_SUSPENDED: S.SUSPENDED}
"""What a business is whose closing was cancelled."""
