"""Documents as somebody would forge them who writes SQL by hand: the pieces of attacks."""

from dataclasses import dataclass
from uuid import uuid4

from django.db import connection

Line = tuple[str, int, int]
"""An account's role, a debit, a credit."""

CASH_SALE: tuple[Line, ...] = (("cash", 500, 0), ("sales", 0, 500))
COST = 60_00
"""Of one piece."""
SOURCE_TYPES = {"opening": "opening_stock"}
"""Of the series that aren't called as their documents."""

SOLD: tuple[Line, ...] = (*CASH_SALE, ("cogs", COST, 0), ("inventory", 0, COST))


@dataclass(frozen=True)
class Books:
    """The ids of a business that has opened its stock, sold once last month and once today, and closed last month."""

    outlet: int
    other_outlet: int
    actor: int
    year: str
    today: str
    period: int
    closed: int
    closed_day: str
    variation: int
    batch: int
    entry: str
    """Of today's sale."""
    sale: str

    def number(self, series: str = "journal", *, year: str = "", times: int = 1) -> str:
        return f"SELECT company_next_number({self.outlet}, '{series}', '{year or self.year}');" * times

    def _last(self, series: str, year: str) -> str:
        """The number just taken; `year` quoted."""
        return (
            f"(SELECT last_number FROM company_numberseries WHERE outlet_id = {self.outlet}"
            f" AND series = '{series}' AND fiscal_year = {year})"
        )

    def _made(self, series: str, year: str, serial: object) -> str:
        """The text of a number, as the series makes it."""
        prefix = {"sale": "", "opening": "O-", "reversal": "R-"}.get(series, "J-")
        return f"(SELECT '{prefix}' || code || '/' || {year} || '/' || {serial} FROM company_outlet WHERE id = {self.outlet})"

    def header(self, entry: str, series: str = "journal", **changed: object) -> str:
        """An entry under the last number of its series."""
        year = str(changed.get("fiscal_year", f"'{self.year}'"))
        serial = changed.get("serial", self._last(series, year))
        row = {
            "id": f"'{entry}'",
            "date": f"'{self.today}'",
            "period_id": self.period,
            "outlet_id": self.outlet,
            "series": f"'{series}'",
            "fiscal_year": year,
            "serial": serial,
            "number": self._made(series, year, serial),
            "source_type": f"'{SOURCE_TYPES.get(series, series)}'",
            "source_id": "gen_random_uuid()",
            "memo": "''",
            "actor_id": self.actor,
            "posted_at": "now()",
            **changed,
        }
        values = ", ".join(str(value) for value in row.values())
        return f"INSERT INTO ledger_journalentry ({', '.join(row)}) VALUES ({values});"

    def lines(self, entry: str, *lines: Line, outlet: int = 0, date: str = "") -> str:
        values = ", ".join(
            f"('{entry}'::uuid, '{date or self.today}'::date, (SELECT id FROM ledger_account WHERE role = '{role}'),"
            f" {outlet or self.outlet}, {debit}, {credit})"
            for role, debit, credit in lines
        )
        return f"INSERT INTO ledger_journalline (entry_id, date, account_id, outlet_id, debit, credit) VALUES {values};"

    def entry_of(self, *lines: Line, series: str = "journal", **changed: object) -> str:
        """A whole entry."""
        entry = str(uuid4())
        return (
            self.number(series, year=str(changed.get("fiscal_year", "")).strip("'"))
            + self.header(entry, series, **changed)
            + self.lines(entry, *(lines or CASH_SALE), date=str(changed.get("date", "")).strip("'"))
        )

    def movement(self, source: str, quantity: str, value: int, **changed: object) -> str:
        row = {
            "kind": "'adjust'",
            "batch_id": self.batch,
            "variation_id": self.variation,
            "outlet_id": self.outlet,
            "quantity": quantity,
            "value": value,
            "source_type": "'journal'",
            "source_id": f"'{source}'",
            "reason": "''",
            "actor_id": self.actor,
            "date": f"'{self.today}'",
            "at": "now()",
            **changed,
        }
        values = ", ".join(str(each) for each in row.values())
        return f"INSERT INTO stock_stockmovement ({', '.join(row)}) VALUES ({values});"

    def trail(self, source: str, kind: str) -> str:
        """That the document was recorded."""
        return (
            "INSERT INTO audit_auditentry (id, at, author, actor_id, actor_name, action, target_type, target_id, changes,"
            f" session) VALUES (gen_random_uuid(), now(), 'person', {self.actor}, 'Mallory', 'x', '{kind}', '{source}',"
            " '{}', '');"
        )

    def receipt(self, sale: str, *, total: int = 500, **changed: object) -> str:
        """A header under the last number of the series."""
        year = str(changed.get("fiscal_year", f"'{self.year}'"))
        serial = changed.get("serial", self._last("sale", year))
        row = {
            "id": f"'{sale}'",
            "outlet_id": self.outlet,
            "fiscal_year": year,
            "serial": serial,
            "number": self._made("sale", year, serial),
            "sold_at": "now()",
            "business_date": f"'{self.today}'",
            "prices_include_tax": "true",
            "discount": 0,
            "taxable": total,
            "tax": 0,
            "total": total,
            "tendered": total,
            "cost": 0,
            "tax_registration": "''",
            "place_of_supply": "''",
            "invoice_kind": "'bill'",
            "actor_id": self.actor,
            "actor_name": "'Mallory'",
            "recorded_at": "now()",
            **changed,
        }
        values = ", ".join(str(each) for each in row.values())
        return f"INSERT INTO selling_sale ({', '.join(row)}) VALUES ({values});"

    def sale_line(self, sale: str, *, total: int = 500, tax: int = 0, position: int = 1, cost: int = 0) -> str:
        """One piece; `tax` (CGST) is in its price."""
        taxes = f'[{{"name": "CGST", "percent": "9", "amount": {tax}}}]' if tax else "[]"
        return (
            "INSERT INTO selling_saleline (sale_id, position, variation_id, sku, name, category_name, quantity,"
            " list_price, unit_price, discount, unit, tax_code, treatment, taxes, taxable, tax, total, cost) VALUES"
            f" ('{sale}', {position}, {self.variation}, 'X', 'X', '', 1, {total}, {total}, 0, 'piece', 'NONE', 'exempt',"
            f" '{taxes}', {total - tax}, {tax}, {total}, {cost});"
        )

    def payment(self, sale: str, amount: int = 500, tendered: int = 0) -> str:
        return (
            "INSERT INTO selling_payment (sale_id, method, amount, tendered)"
            f" VALUES ('{sale}', 'cash', {amount}, {tendered or amount});"
        )

    def sold(
        self,
        *lines: Line,
        sale: str = "",
        entry: bool = True,
        tax: int = 0,
        cost: int = COST,
        posts_on: str = "",
        **moved: object,
    ) -> str:
        """A receipt of one piece for 500 that is right, in one statement as the application writes it, with its entry.

        The entry has `lines`, those of SOLD when there are none.
        """
        sale = sale or str(uuid4())
        day = posts_on or f"'{self.today}'"
        whole = self.movement(sale, "-1", -cost, **{"kind": "'sale'", "source_type": "'sale'", "date": day, **moved})
        whole += self.number("sale")
        line = self.sale_line(sale, tax=tax, cost=cost).rstrip(";")
        whole += (
            f"WITH paid AS ({self.payment(sale).rstrip(';')}), line AS ({line})"
            f" {self.receipt(sale, cost=cost, taxable=500 - tax, tax=tax)}"
        )
        if not entry:
            return whole
        posted = str(uuid4())
        header = self.header(posted, "sale", source_id=f"'{sale}'", date=day)
        return whole + header + self.lines(posted, *(lines or SOLD), date=day.strip("'"))


def books_of(outlet: int, other_outlet: int, actor: int) -> Books:
    """What is in the present schema."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT entry.fiscal_year, entry.date::text, entry.period_id, closed.id, closed.ends_on::text,
                   batch.variation_id, batch.id, entry.id::text, entry.source_id::text
              FROM ledger_journalentry AS entry, ledger_period AS closed, stock_batch AS batch
             WHERE entry.source_type = 'sale' AND NOT closed.is_open
             ORDER BY entry.date DESC, batch.id LIMIT 1
        """)
        return Books(outlet, other_outlet, actor, *cursor.fetchone())
