from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from company.queries import OutletInfo
from kernel.ids import new_id
from people.models import User
from tests.attacks.kinds import FREE_KINDS


@dataclass
class Ledger:
    """Raw SQL on the books, as somebody would who has a database console and ill intent.

    Its entries are of a kind of document that may touch any account.
    """

    outlet: int
    other_outlet: int
    actor: int
    period: int
    accounts: dict[str, int]

    def sql(self, statement: str, *parameters: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def header(self, series: str = "journal", **changes: object) -> UUID:
        """A header under the next number of the series."""
        entry = new_id()
        (serial,) = self.sql("SELECT company_next_number(%s, %s, '2627')", self.outlet, series)[0]
        row = {
            "id": entry, "date": date(2026, 11, 3), "period_id": self.period, "outlet_id": self.outlet, "series": series,
            "fiscal_year": "2627", "serial": serial, "number": f"{series[0].upper()}-MN/2627/{changes.get('serial', serial)}", "source_type": series,
            "source_id": new_id(), "memo": "", "actor_id": self.actor, "posted_at": "2026-11-03T10:00:00Z", **changes,
        }  # fmt: skip
        self.sql(
            f"INSERT INTO ledger_journalentry ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})",
            *row.values(),
        )
        return entry

    def lines(self, entry: UUID, *lines: tuple[str, int, int], outlet: int | None = None) -> None:
        """(account role, debit, credit) each, in one statement."""
        rows = [
            (entry, date(2026, 11, 3), self.accounts[role], outlet or self.outlet, debit, credit)
            for role, debit, credit in lines
        ]
        values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
        self.sql(
            f"INSERT INTO ledger_journalline (entry_id, date, account_id, outlet_id, debit, credit) VALUES {values}",
            *(value for row in rows for value in row),
        )

    def commit(self) -> None:
        """Make the checks that COMMIT makes."""
        self.sql("SET CONSTRAINTS ALL IMMEDIATE")
        self.sql("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def ledger(owner: User, outlet: OutletInfo, other_outlet: OutletInfo) -> Ledger:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_period (starts_on, ends_on, fiscal_year, is_open) "
            "VALUES ('2026-11-01', '2026-11-30', '2627', true) "
            "ON CONFLICT (starts_on) DO UPDATE SET fiscal_year = '2627' RETURNING id"
        )
        (period,) = cursor.fetchone()
        cursor.execute(FREE_KINDS)
        cursor.execute("SELECT role, id FROM ledger_account WHERE role IS NOT NULL")
        accounts = dict(cursor.fetchall())
    return Ledger(outlet.id, other_outlet.id, owner.pk, period, accounts)


@pytest.fixture
def posted(ledger: Ledger) -> Callable[[], UUID]:
    """A balanced entry of 100.00, all checks passed."""

    def post() -> UUID:
        entry = ledger.header()
        ledger.lines(entry, ("cash", 100_00, 0), ("sales", 0, 100_00))
        ledger.commit()
        return entry

    return post
