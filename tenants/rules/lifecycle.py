"""A tenant's life as data: which state may follow which, and what each lets people do."""

from enum import StrEnum

from tenants.enums import TenantState as S


class Access(StrEnum):
    """What a tenant's people may do at its host. With none, the host answers as if there were nobody."""

    FULL = "full"
    READ = "read"
    NONE = "none"


ACCESS: dict[S, Access] = {
    S.OPENING: Access.NONE,
    S.TRIAL: Access.FULL,
    S.ACTIVE: Access.FULL,
    S.PAST_DUE: Access.FULL,
    S.READ_ONLY: Access.READ,
    S.SUSPENDED: Access.NONE,
    S.EXPORT_OPEN: Access.NONE,
    S.DELETED: Access.NONE,
}

WORKING = frozenset(state for state, access in ACCESS.items() if access is not Access.NONE)
"""The states in which background work is done."""

MOVES: frozenset[tuple[S, S]] = frozenset(
    {
        (S.OPENING, S.TRIAL),
        (S.OPENING, S.DELETED),
        (S.TRIAL, S.ACTIVE),
        (S.TRIAL, S.READ_ONLY),
        (S.TRIAL, S.SUSPENDED),
        (S.ACTIVE, S.PAST_DUE),
        (S.ACTIVE, S.READ_ONLY),
        (S.ACTIVE, S.SUSPENDED),
        (S.PAST_DUE, S.ACTIVE),
        (S.PAST_DUE, S.READ_ONLY),
        (S.PAST_DUE, S.SUSPENDED),
        (S.READ_ONLY, S.ACTIVE),
        (S.READ_ONLY, S.SUSPENDED),
        (S.SUSPENDED, S.ACTIVE),
        (S.SUSPENDED, S.EXPORT_OPEN),
        (S.EXPORT_OPEN, S.ACTIVE),
        (S.EXPORT_OPEN, S.DELETED),
    }
)
