"""A tenant's life as data: which state may follow which, and what each lets people do.

`MOVES` is enforced by tenants.life.steps.move_state, the only writer of an existing business's state; `ACCESS` by
config.edge.tenant, at every request. The database knows only the words, and that just a closing business has a day of
deletion.
"""

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

SUSPENDED_STATES = frozenset({S.SUSPENDED, S.CLOSING_SUSPENDED})
"""An operator has suspended the business: only an operator ends it, no payment and no day that comes."""

CLOSING_STATES = frozenset({S.CLOSING, S.CLOSING_SUSPENDED})
"""The owner or an operator has closed the business: `closes_at` is set in these states, and in no other."""

MOVES: frozenset[tuple[S, S]] = frozenset(
    {
        (S.OPENING, S.TRIAL),
        (S.OPENING, S.DELETED),
        *((before, after) for before in SUBSCRIBED for after in SUBSCRIBED if before != after),
        # An operator suspends and reinstates.
        *((before, S.SUSPENDED) for before in SUBSCRIBED),
        *((S.SUSPENDED, after) for after in SUBSCRIBED),
        (S.CLOSING, S.CLOSING_SUSPENDED),
        (S.CLOSING_SUSPENDED, S.CLOSING),
        # Closing; cancelling the closing (the subscription decides a moment later); deletion.
        *((before, S.CLOSING) for before in (*SUBSCRIBED, S.SUSPENDED)),
        (S.CLOSING, S.READ_ONLY),
        (S.CLOSING_SUSPENDED, S.SUSPENDED),
        (S.CLOSING, S.DELETED),
    }
)
"""(before, after). move_state refuses every other pair."""

SUSPENDED_FROM: dict[S, S] = {**dict.fromkeys(SUBSCRIBED, S.SUSPENDED), S.CLOSING: S.CLOSING_SUSPENDED}
"""State before → state after an operator suspends; others can't be suspended."""

REINSTATED_TO: dict[S, S] = {S.SUSPENDED: S.ACTIVE, S.CLOSING_SUSPENDED: S.CLOSING}
"""State before → state after an operator reinstates; from ACTIVE the subscription moves it on."""

AFTER_CANCELLED_CLOSING: dict[S, S] = {S.CLOSING: S.READ_ONLY, S.CLOSING_SUSPENDED: S.SUSPENDED}
"""State before → state after the closing is cancelled."""
