"""The lists of the books."""

from accounting.ledger.models import Account, JournalEntry, Period
from accounting.ledger.queries.journal import accounts, journal_entries, periods
from company.scope import Scope
from kernel.actors import Actor
from kernel.filters import by_days, by_id, by_text, by_uuid
from kernel.listings import Column, Kind, Listing, any_field

JOURNAL = Listing[Scope, JournalEntry](
    rows=journal_entries,
    matches=any_field("number__icontains", "memo__icontains"),
    orders={"date": ("date",), "posted_at": ("posted_at",)},
    order="-posted_at",
    filters=(
        by_id("outlet", "Outlet"),
        by_text("number", "Number"),
        by_uuid("source_id", "Document"),
        *by_days("date", "Day"),
    ),
    columns=(
        Column("number", "Number", lambda row: row.number),
        Column("date", "Day", lambda row: row.date, Kind.DAY),
        Column("memo", "Memo", lambda row: row.memo),
        Column("total", "Total", lambda row: sum(line.debit for line in row.lines.all()), Kind.MONEY),
    ),
)

ACCOUNTS = Listing[Actor, Account](
    rows=accounts,
    matches=any_field("code__icontains", "name__icontains"),
    orders={"code": ("code",), "name": ("name",)},
    order="code",
    columns=(
        Column("code", "Code", lambda row: row.code),
        Column("name", "Account", lambda row: row.name),
        Column("kind", "Kind", lambda row: row.kind),
    ),
)

PERIODS = Listing[Actor, Period](
    rows=periods,
    orders={"starts_on": ("starts_on",)},
    order="-starts_on",
    columns=(
        Column("starts_on", "From", lambda row: row.starts_on, Kind.DAY),
        Column("ends_on", "To", lambda row: row.ends_on, Kind.DAY),
        Column("fiscal_year", "Financial year", lambda row: row.fiscal_year),
        Column("state", "Status", lambda row: "Open" if row.is_open else "Closed"),
    ),
)
