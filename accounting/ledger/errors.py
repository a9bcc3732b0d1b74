from kernel.errors import Busy, Conflict, InvalidInput, NotFound


class PeriodClosed(Conflict):
    """The date lies in a month whose books are closed."""

    code = "period_closed"
    constraint = "ledger_period_open"
    again = True
    title = "The books of that month are closed"


class PeriodUnknown(NotFound):
    """There is none with that id."""

    constraint = "ledger_period_known"
    title = "There is no such period"


class PeriodAlreadyClosed(Conflict):
    """Closing twice."""

    code = "period_already_closed"
    constraint = "ledger_period_closes_once"
    title = "This period is closed already"


class EarlierPeriodOpen(Conflict):
    """Closing a month before the ones ahead of it."""

    code = "earlier_period_open"
    constraint = "ledger_period_order"
    title = "Close the months before this one first"


class PeriodNotOver(Conflict):
    """Closing a month that is still running at one of the outlets."""

    code = "period_not_over"
    constraint = "ledger_period_over"
    title = "This month is not over yet"


class PeriodAlreadyOpen(Conflict):
    """Reopening what is open."""

    code = "period_already_open"
    constraint = "ledger_period_reopens_once"
    title = "This period is open already"


class LaterPeriodClosed(Conflict):
    """Reopening a month before the ones after it."""

    code = "later_period_closed"
    constraint = "ledger_period_reopens_last_first"
    title = "Reopen the months after this one first"


class ReasonMissing(InvalidInput):
    """A period is reopened for a reason."""

    constraint = "ledger_period_reopens_for_a_reason"

    def __init__(self) -> None:
        super().__init__(errors={"reason": ["Say why, please."]})


class PeriodBusy(Busy):
    """Postings into the month were under way for longer than closing waits."""

    constraint = "ledger_period_quiet"
    title = "Sales are being posted into this month: please try again in a moment"


class AccountMissing(Conflict):
    """A posting needs an account that the chart hasn't: accounting.ledger.steps.ensure_accounts adds it."""

    code = "account_missing"
    title = "The chart of accounts lacks an account for this"

    def __init__(self, role: str) -> None:
        super().__init__(f"The chart of accounts has no account for {role.replace('_', ' ')}.", role=role)


class UnbalancedDraft(AssertionError):
    """A posting rule made a draft whose debits and credits differ: a fault of ours, never of the caller."""
