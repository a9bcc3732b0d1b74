from kernel.errors import Conflict


class PeriodClosed(Conflict):
    """The date lies in a month whose books are closed."""

    code = "period_closed"
    constraint = "ledger_period_open"
    title = "The books of that month are closed"


class PeriodAlreadyClosed(Conflict):
    """Closing twice."""

    code = "period_already_closed"
    title = "This period is closed already"


class EarlierPeriodOpen(Conflict):
    """Closing a month before the ones ahead of it."""

    code = "earlier_period_open"
    title = "Close the months before this one first"


class AccountMissing(Conflict):
    """A posting needs an account that the chart hasn't: accounting.ledger.steps.ensure_accounts adds it."""

    code = "account_missing"
    title = "The chart of accounts lacks an account for this"

    def __init__(self, role: str) -> None:
        super().__init__(f"The chart of accounts has no account for {role.replace('_', ' ')}.", role=role)


class UnbalancedDraft(AssertionError):
    """A posting rule made a draft whose debits and credits differ: a fault of ours, never of the caller."""
