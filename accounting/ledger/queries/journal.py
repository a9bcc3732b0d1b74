from django.db.models import Prefetch, QuerySet

from accounting.ledger.models import Account, JournalEntry, JournalLine, Period
from company.scope import Scope
from kernel.actors import Actor
from kernel.permissions import Permission


def journal_entries(scope: Scope) -> QuerySet[JournalEntry]:
    """Entries with their lines and accounts: two statements a page."""
    scope.require(Permission.BOOKS_JOURNAL_READ)
    lines = JournalLine.objects.select_related("account").order_by("pk")
    return JournalEntry.objects.filter(outlet__in=scope.outlet_ids).prefetch_related(Prefetch("lines", queryset=lines))


def accounts(actor: Actor) -> QuerySet[Account]:
    """The chart of accounts, by code."""
    actor.require(Permission.BOOKS_ACCOUNT_READ)
    return Account.objects.order_by("code")


def periods(actor: Actor) -> QuerySet[Period]:
    """The months that were posted into."""
    actor.require(Permission.BOOKS_REPORT_READ)
    return Period.objects.order_by("starts_on")


def next_months(actor: Actor) -> tuple[int | None, int | None]:
    """The ids of the month that may be closed next, the first open one, and of the one that may be reopened, the last
    closed one. One statement. That a month is over, the closing itself asks.
    """
    months = periods(actor).values_list("pk", "is_open")
    first_open = next((pk for pk, is_open in months if is_open), None)
    return first_open, next((pk for pk, is_open in reversed(months) if not is_open), None)
