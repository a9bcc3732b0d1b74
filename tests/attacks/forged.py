"""Documents forged by hand: what the application's role may write at all is refused by what the database proves.

Each attack is SQL in one transaction, and the constraint that refuses it, at once or at COMMIT.
"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from tests.attacks.forge import CASH_SALE, COST, SOLD, Books

Attack = Callable[[Books], str]


def _sale_with(change: Callable[[Books, str], str]) -> Attack:
    """A receipt that is right, and then a change."""

    def attack(books: Books) -> str:
        sale = str(uuid4())
        return books.sold(sale=sale) + change(books, sale)

    return attack


def _receipt(change: Callable[[Books, str], str]) -> Attack:
    """A number is taken, then whatever is forged under it."""

    def attack(books: Books) -> str:
        return books.number("sale") + change(books, str(uuid4()))

    return attack


def _moved(value: int, *lines: tuple[str, int, int], quantity: str = "1", **changed: object) -> Attack:
    """Goods move, and an entry of the same document posts something."""

    def attack(books: Books) -> str:
        source = str(uuid4())
        moved = books.movement(source, quantity, value, **changed)
        return moved + (books.entry_of(*lines, source_id=f"'{source}'") if lines else "")

    return attack


_STOCK_IN = (("inventory", 700, 0), ("opening_equity", 0, 700))


def _twice(books: Books) -> str:
    source = str(uuid4())
    goods = books.movement(source, "1", 700)
    return goods + books.entry_of(*_STOCK_IN, source_id=f"'{source}'") + books.movement(source, "1", 0)


def _comes_and_leaves(books: Books) -> str:
    """In one statement, and come to nothing in sum."""
    opening = {"kind": "'opening'", "source_type": "'opening_stock'"}
    source = str(uuid4())
    comes, leaves = (books.movement(source, quantity, 0, **opening).rstrip(";") for quantity in ("1", "-1"))
    return f"{comes}, {leaves.partition('VALUES ')[2]};"


def _shared(books: Books) -> str:
    """One takes a piece for nothing, the other one for the cost of two."""
    free, dear = (
        books.movement(str(uuid4()), "-1", value, kind="'sale'", source_type="'sale'").rstrip(";")
        for value in (0, -2 * COST)
    )
    return f"{free}, {dear.partition('VALUES ')[2]};"


def _reversed_with_others(books: Books) -> str:
    """One piece of a new batch is opening stock; its reversal takes a piece of another batch."""
    source = str(uuid4())
    opened = _batch()(books) + books.movement(
        source, "1", COST, batch_id=_NEW, kind="'opening'", source_type="'opening_stock'"
    )
    opened += books.entry_of(
        ("inventory", COST, 0), ("opening_equity", 0, COST), series="opening", source_id=f"'{source}'"
    )
    opening = f"(SELECT id FROM ledger_journalentry WHERE source_type = 'opening_stock' AND source_id = '{source}')"
    reversal = {"source_type": "'opening_stock_reversal'"}
    goods = books.movement(source, "-1", -COST, kind="'opening_reversal'", **reversal)
    mirror = (("opening_equity", COST, 0), ("inventory", 0, COST))
    entry = books.entry_of(*mirror, series="opening", source_id=f"'{source}'", reverses_id=opening, **reversal)
    return opened + goods + entry


def _swapped(books: Books) -> str:
    """Two documents, each with the other's value."""
    one, two = str(uuid4()), str(uuid4())
    return (
        books.movement(one, "1", 700)
        + books.movement(two, "1", 900)
        + books.entry_of(("inventory", 900, 0), ("opening_equity", 0, 900), source_id=f"'{one}'")
        + books.entry_of(("inventory", 700, 0), ("opening_equity", 0, 700), source_id=f"'{two}'")
    )


def _reversal(*lines: tuple[str, int, int], of: str = "") -> Attack:
    def attack(books: Books) -> str:
        original, mirror = str(uuid4()), str(uuid4())
        first = books.number() + books.header(original) + books.lines(original, *CASH_SALE)
        reversed_id = {"": original, "itself": mirror}[of]
        same = f"(SELECT source_id FROM ledger_journalentry WHERE id = '{original}')"
        second = books.number("reversal")
        second += books.header(mirror, "reversal", reverses_id=f"'{reversed_id}'", source_id=same)
        second += books.lines(mirror, *lines)
        return first + second

    return attack


_LAST_JOURNAL = "(SELECT id FROM ledger_journalentry WHERE source_type = 'journal' ORDER BY serial DESC LIMIT 1)"
_MIRROR = (("sales", 500, 0), ("cash", 0, 500))


def _reversal_of_a_reversal(books: Books) -> str:
    ids = [str(uuid4()) for _ in range(3)]
    parts = [books.number() + books.header(ids[0]) + books.lines(ids[0], *CASH_SALE)]
    for before, entry, lines in ((ids[0], ids[1], _MIRROR), (ids[1], ids[2], CASH_SALE)):
        parts.append(books.number("reversal") + books.header(entry, "reversal", reverses_id=f"'{before}'"))
        parts.append(books.lines(entry, *lines))
    return "".join(parts)


def _reversed_twice(books: Books) -> str:
    original = str(uuid4())
    parts = [books.number() + books.header(original) + books.lines(original, *CASH_SALE)]
    parts += [
        books.number("reversal")
        + books.header(entry, "reversal", reverses_id=f"'{original}'")
        + books.lines(entry, *_MIRROR)
        for entry in (str(uuid4()), str(uuid4()))
    ]
    return "".join(parts)


def _early(sql: Attack) -> Attack:
    """The same after the checks of COMMIT were brought forward."""
    return lambda books: "SET CONSTRAINTS ALL IMMEDIATE;" + sql(books)


def _in_savepoints(sql: Attack) -> Attack:
    return lambda books: "SAVEPOINT a;" + sql(books) + "RELEASE SAVEPOINT a;"


def _elsewhere(sql: Attack) -> Attack:
    """The path is switched before COMMIT."""
    return lambda books: sql(books) + "SET LOCAL search_path TO pg_catalog;"


def _period(**changed: str) -> Attack:
    row = {
        "starts_on": "'2031-01-01'",
        "ends_on": "'2031-01-31'",
        "fiscal_year": "'3031'",
        "is_open": "true",
        **changed,
    }
    return lambda _: f"INSERT INTO ledger_period ({', '.join(row)}) VALUES ({', '.join(row.values())});"


def _batch(**changed: str) -> Attack:
    def attack(books: Books) -> str:
        row = {"variation_id": str(books.variation), "outlet_id": str(books.outlet), "number": "'M'", "received_at": "now()",
               "unit_cost": "1", "quantity": "0", "value": "0", **changed}  # fmt: skip
        return f"INSERT INTO stock_batch ({', '.join(row)}) VALUES ({', '.join(row.values())});"

    return attack


_NEW = "(SELECT max(id) FROM stock_batch)"


def _worthless(books: Books, outlet: int = 0) -> str:
    """A new batch of five pieces that cost nothing."""
    source, where = str(uuid4()), outlet or books.outlet
    born = _batch(outlet_id=str(where))(books)
    return born + books.movement(source, "5", 0, batch_id=_NEW, outlet_id=where) + books.trail(source, "journal")


def _expired(books: Books) -> str:
    """One piece of a new batch that expired yesterday is sold, with everything else as it should be."""
    source = str(uuid4())
    came = _batch(expires_on=f"date '{books.today}' - 1")(books) + books.movement(source, "1", COST, batch_id=_NEW)
    came += books.entry_of(("inventory", COST, 0), ("opening_equity", 0, COST), source_id=f"'{source}'")
    return came + books.sold(batch_id=_NEW)


def _elsewhere_too(books: Books) -> str:
    """The entry of a receipt posts at another outlet besides."""
    posted = books.sold().rstrip(";")
    more = books.lines("", *CASH_SALE, outlet=books.other_outlet)
    entry = posted.rpartition("VALUES (")[2].partition("::uuid")[0]
    return posted + ", " + more.partition("VALUES ")[2].replace("''::uuid", f"{entry}::uuid")


ENTRIES: dict[str, tuple[Attack, str]] = {
    "debits and credits differ": (lambda b: b.entry_of(("cash", 500, 0), ("sales", 0, 499)), "ledger_entry_balances"),
    "one side only": (lambda b: b.entry_of(("cash", 500, 0)), "ledger_entry_balances"),
    "a line of both sides": (lambda b: b.entry_of(("cash", 500, 500), ("sales", 0, 500)), "ledger_line_one_side"),
    "a line of nothing": (lambda b: b.entry_of(("cash", 0, 0), *CASH_SALE), "ledger_line_one_side"),
    "a negative line": (lambda b: b.entry_of(("cash", -500, 0), ("sales", 0, -500)), "ledger_line_one_side"),
    "balanced over two outlets only": (
        lambda b: b.number() + b.header(e := str(uuid4())) + b.lines(e, ("cash", 500, 0)) + b.lines(e, ("sales", 0, 500), outlet=b.other_outlet),
        "ledger_entry_balances",
    ),
    "a header alone": (lambda b: b.number() + b.header(str(uuid4())), "ledger_entry_has_lines"),
    "lines before their header": (
        lambda b: b.number() + b.lines(e := str(uuid4()), *CASH_SALE) + b.header(e), "ledger_entry_sealed",
    ),
    "lines of no entry": (lambda b: b.lines(str(uuid4()), *CASH_SALE), "ledger_entry_sealed"),
    "lines for a posted entry": (lambda b: b.lines(b.entry, *CASH_SALE), "ledger_entry_sealed"),
    "lines for a posted entry, in a savepoint": (_in_savepoints(lambda b: b.lines(b.entry, *CASH_SALE)), "ledger_entry_sealed"),
    "lines for a posted entry by a CTE that reads first": (
        lambda b: f"WITH seen AS (SELECT count(*) FROM ledger_journalline) {b.lines(b.entry, *CASH_SALE)}", "ledger_entry_sealed",
    ),
    "lines in two statements": (
        lambda b: b.number() + b.header(e := str(uuid4())) + b.lines(e, *CASH_SALE) + b.lines(e, *CASH_SALE), "ledger_entry_sealed",
    ),
    "lines after the checks of COMMIT": (
        lambda b: b.number() + b.header(e := str(uuid4())) + b.lines(e, *CASH_SALE) + "SET CONSTRAINTS ALL IMMEDIATE;" + b.lines(e, *CASH_SALE),
        "ledger_entry_sealed",
    ),
    "a line dated otherwise": (
        lambda b: b.number() + b.header(e := str(uuid4())) + b.lines(e, *CASH_SALE, date=b.closed_day), "ledger_line_of_entry",
    ),
    "an account that isn't there": (
        lambda b: b.entry_of().replace("(SELECT id FROM ledger_account WHERE role = 'cash')", "-1"), "ledger_journalline_account_id_",
    ),
    "a day outside the period": (lambda b: b.entry_of(date="'2031-01-01'"), "ledger_entry_in_period"),
    "a closed period": (lambda b: b.entry_of(period_id=b.closed, date=f"'{b.closed_day}'"), "ledger_period_open"),
    "a closed period, checked early": (
        _early(lambda b: b.number() + b.header(str(uuid4()), period_id=b.closed, date=f"'{b.closed_day}'")), "ledger_number_used",
    ),
    "a number of another year": (lambda b: b.entry_of(fiscal_year="'9900'"), "ledger_entry_number_of_its_year"),
    "a number of an earlier year": (lambda b: b.entry_of(fiscal_year="'0001'"), "ledger_entry_number_of_its_year"),
    "a number that wasn't taken": (lambda b: b.number() + b.header(str(uuid4()), serial=99), "ledger_entry_number_next"),
    "a number given twice": (
        lambda b: b.entry_of() + b.header(e := str(uuid4())) + b.lines(e, *CASH_SALE), "ledger_entry_number_once",
    ),
    "a text of one's own as a number": (lambda b: b.entry_of(number="'MINE/1'"), "ledger_entry_number_made"),
    "another document's prefix": (lambda b: b.entry_of(source_type="'sale'"), "ledger_entry_number_made"),
    "a series of one's own": (lambda b: b.entry_of(series="mine", source_type="'journal'"), "ledger_entry_number_made"),
    "a number taken and not used": (lambda b: b.number(), "ledger_number_used"),
    "two numbers taken and one used": (lambda b: b.number() + b.entry_of(), "ledger_number_used"),
    "a number taken, and the path switched": (_elsewhere(lambda b: b.number()), "ledger_number_used"),
    "a header alone, and the path switched": (_elsewhere(lambda b: b.number() + b.header(str(uuid4()))), "ledger_entry_has_lines"),
    "a kind of document that isn't known": (lambda b: b.entry_of(source_type="'gift'"), "ledger_entry_source_known"),
    "a second entry of a document": (
        lambda b: b.entry_of(source_id=f"'{b.batch:032x}'") + b.entry_of(source_id=f"'{b.batch:032x}'"), "ledger_entry_of_document",
    ),
    "a sale's entry without a receipt": (
        lambda b: b.entry_of(series="sale", source_type="'sale'"), "selling_entry_has_receipt|selling_number_used",
    ),
    "a second entry of a sale": (
        lambda b: b.entry_of(series="sale", source_type="'sale'", source_id=f"'{b.sale}'"), "ledger_entry_of_document",
    ),
    "a reversal of half": (_reversal(("sales", 250, 0), ("cash", 0, 250)), "ledger_entry_mirrors"),
    "a reversal to other accounts": (_reversal(("sales", 500, 0), ("bank", 0, 500)), "ledger_entry_mirrors"),
    "a reversal the same way round": (_reversal(*CASH_SALE), "ledger_entry_mirrors"),
    "a reversal of itself": (_reversal(*_MIRROR, of="itself"), "ledger_entry_reverses"),
    "a reversal of a reversal": (_reversal_of_a_reversal, "ledger_entry_reverses"),
    "a second reversal": (_reversed_twice, "ledger_journalentry_reverses_id_key"),
    "a reversal by a kind of document that reverses nothing": (
        lambda b: b.entry_of(reverses_id=f"'{b.entry}'"), "ledger_entry_reverses",
    ),
    "a reversal of another kind of document": (
        lambda b: b.entry_of(*_MIRROR, series="reversal", reverses_id=f"'{b.entry}'"), "ledger_entry_reverses",
    ),
    "a reversal under another document's id": (
        lambda b: b.entry_of() + b.entry_of(*_MIRROR, series="reversal", reverses_id=_LAST_JOURNAL), "ledger_entry_reverses",
    ),
    "a reversal of nothing": (lambda b: b.entry_of(series="reversal"), "ledger_entry_reverses"),
    "an opening that touches cash": (
        lambda b: b.entry_of(("cash", 5, 0), ("opening_equity", 0, 5), series="opening"), "ledger_entry_accounts",
    ),
    "an entry that touches an account with no role": (
        lambda b: "INSERT INTO ledger_account (code, name, kind) VALUES ('9', 'Mine', 'asset');"
        + b.entry_of().replace("role = 'cash'", "code = '9'"), "ledger_entry_accounts",
    ),
    "an amount that leaves no room in the day": (lambda b: b.entry_of(("cash", 10**18, 0), ("sales", 0, 10**18)), "ledger_line_amount"),
}  # fmt: skip

STOCK: dict[str, tuple[Attack, str]] = {
    "goods move and nothing is posted": (_moved(700), "stock_equals_ledger"),
    "goods leave and nothing is posted": (_moved(-COST, quantity="-1"), "stock_equals_ledger"),
    "goods move and less is posted": (
        _moved(700, ("inventory", 600, 0), ("opening_equity", 0, 600)), "stock_equals_ledger",
    ),
    "goods move and something else is posted": (_moved(700, *CASH_SALE), "stock_equals_ledger"),
    "goods are posted that didn't move": (lambda b: b.entry_of(*_STOCK_IN), "stock_equals_ledger"),
    "goods are posted and move later": (
        lambda b: b.entry_of(*_STOCK_IN, source_id=f"'{(s := str(uuid4()))}'") + b.movement(s, "1", 700), "stock_equals_ledger",
    ),
    "goods are posted at another outlet": (
        lambda b: b.movement(s := str(uuid4()), "1", 700) + b.number() + b.header(e := str(uuid4()), source_id=f"'{s}'")
        + b.lines(e, *_STOCK_IN, outlet=b.other_outlet), "stock_equals_ledger",
    ),
    "goods move on another day than is posted": (
        lambda b: b.movement(s := str(uuid4()), "1", 700, date=f"date '{b.today}' - 1") + b.entry_of(*_STOCK_IN, source_id=f"'{s}'"),
        "stock_equals_ledger|ledger_period_open",  # the second on the first of a month
    ),
    "two documents with each other's value": (_swapped, "stock_equals_ledger"),
    "more goods for a document": (_twice, "stock_document_once"),
    "more goods for a sale": (
        lambda b: b.movement(b.sale, "-1", -COST, kind="'sale'", source_type="'sale'"), "stock_document_once",
    ),
    "more goods, and the path switched": (_elsewhere(_moved(700)), "stock_equals_ledger"),
    "goods move, checked early": (_early(_moved(700)), "stock_equals_ledger"),
    "more leaves than is there": (_moved(-100, quantity="-1000"), "stock_batch_quantity|stock_batch_empty_is_worthless"),
    "more worth leaves than is there": (_moved(-(10**11), quantity="-1"), "stock_batch_value"),
    "goods come and worth leaves": (_moved(-100), "stock_movement_one_direction"),
    "nothing moves": (_moved(0, quantity="0"), "stock_movement_one_direction"),
    "goods of another thing": (_moved(700, variation_id="-1"), "stock_movement_batch"),
    "goods of another outlet": (lambda b: _moved(700, outlet_id=b.other_outlet)(b), "stock_movement_batch"),
    "a batch that isn't there": (_moved(700, batch_id="-1"), "stock_movement_batch"),
    "a kind of movement that isn't known": (_moved(700, kind="'theft'"), "stock_movement_kind"),
    "goods worth nothing come into a closed month": (
        lambda b: b.movement(str(uuid4()), "5", 0, date=f"'{b.closed_day}'"), "ledger_period_open",
    ),
    "goods worth nothing come on no day of ours": (_moved(0, date="'infinity'"), "stock_movement_day"),
    "goods come on a day that has not come": (_moved(700, date="current_date + 3"), "stock_movement_day"),
    "goods worth nothing come without a document": (
        _moved(0, kind="'opening'", source_type="'opening_stock'"), "stock_document_in_trail",
    ),
    "goods leave as opening stock": (
        _moved(-COST, quantity="-1", kind="'opening'", source_type="'opening_stock'"), "stock_movement_kind",
    ),
    "goods come as sold": (_moved(700, kind="'sale'", source_type="'sale'"), "stock_movement_kind"),
    "goods leave as sold for another document": (
        _moved(-COST, quantity="-1", kind="'sale'", source_type="'opening_stock'"), "stock_movement_kind",
    ),
    "goods come as opening stock and leave again": (_comes_and_leaves, "stock_movement_kind"),
    "goods leave at another cost": (
        _moved(-100, ("opening_equity", 100, 0), ("inventory", 0, 100), quantity="-1"), "stock_leaves_at_cost",
    ),
    "two documents with each other's cost, in one statement": (_shared, "stock_movement_one_document"),
    "an opening is reversed with the goods of another": (_reversed_with_others, "stock_reversal_mirrors"),
    "goods worth nothing leave as the reversal of nothing": (
        lambda b: _worthless(b) + b.movement(
            str(uuid4()), "-1", 0, batch_id=_NEW, kind="'opening_reversal'", source_type="'opening_stock_reversal'"
        ), "stock_reversal_mirrors|stock_document_in_trail",
    ),
    "goods leave for nothing": (_moved(0, quantity="-1"), "stock_leaves_at_cost"),
    "goods worth more than the books hold": (_moved(10**14), "stock_movement_value"),
    "goods worth nothing are sold without a receipt": (
        lambda b: _worthless(b) + b.movement(str(uuid4()), "-1", 0, batch_id=_NEW, kind="'sale'", source_type="'sale'"),
        "selling_goods_have_receipt|stock_document_in_trail",
    ),
    "a batch that has moved before it is born": (_batch(last_moved_on="'2050-01-01'"), "stock_batch_only_by_movement"),
    "goods leave before they came": (
        lambda b: _worthless(b) + b.movement(str(uuid4()), "-1", 0, batch_id=_NEW, date=f"date '{b.today}' - 1"),
        "stock_never_negative|ledger_period_open",
    ),
    "goods of a document that isn't known": (
        _moved(0, source_type="'gift'"), "stock_movement_kind",
    ),
    "a batch that is born full": (_batch(quantity="5", value="5"), "stock_batch_only_by_movement"),
    "a batch that is born worth something": (_batch(value="5"), "stock_batch_only_by_movement"),
    "a batch of a negative cost": (_batch(unit_cost="-1"), "stock_batch_unit_cost"),
    "a batch of another business's thing": (_batch(variation_id="-1"), "stock_batch_variation_id_"),
}  # fmt: skip

RECEIPTS: dict[str, tuple[Attack, str]] = {
    "a line more": (_sale_with(lambda b, sale: b.sale_line(sale, position=2)), "selling_sale_sealed"),
    "a worthless line more": (_sale_with(lambda b, sale: b.sale_line(sale, position=2, total=0)), "selling_sale_sealed"),
    "a line more for what was sold": (lambda b: b.sale_line(b.sale, position=9), "selling_sale_sealed"),
    "a line more for what was sold, in a savepoint": (
        _in_savepoints(lambda b: b.sale_line(b.sale, position=9)), "selling_sale_sealed",
    ),
    "a payment more": (_sale_with(lambda b, sale: b.payment(sale)), "selling_sale_sealed"),
    "a payment more for what was sold": (lambda b: b.payment(b.sale, 1), "selling_sale_sealed"),
    "a payment of nothing": (lambda b: b.payment(b.sale, 0, 5), "selling_sale_sealed"),
    "a payment of nothing for a receipt of nothing": (
        lambda b: _worthless(b) + b.movement(s := str(uuid4()), "-1", 0, batch_id=_NEW, kind="'sale'", source_type="'sale'") + b.number("sale")
        + f"WITH line AS ({b.sale_line(s, total=0).rstrip(';')}) {b.receipt(s, total=0)}" + b.payment(s, 0, 5), "selling_sale_sealed",
    ),
    "a payment for which nothing was handed over": (lambda b: b.payment(b.sale, 0, 0), "selling_payment_amount"),
    "a payment of more than was handed over": (lambda b: b.payment(b.sale, 5, 1), "selling_payment_amount"),
    "a way of paying that isn't known": (lambda b: b.payment(b.sale).replace("'cash'", "'shells'"), "selling_payment_method"),
    "a header alone": (_receipt(lambda b, sale: b.receipt(sale)), "selling_sale_whole"),
    "a worthless header alone": (_receipt(lambda b, sale: b.receipt(sale, total=0)), "selling_sale_whole"),
    "a header alone, and the path switched": (_elsewhere(_receipt(lambda b, sale: b.receipt(sale))), "selling_sale_whole"),
    "lines in a second statement": (
        _early(_receipt(lambda b, sale: b.receipt(sale) + b.sale_line(sale))), "selling_number_used|selling_sale_whole",
    ),
    "lines of half": (_receipt(lambda b, sale: b.receipt(sale) + b.sale_line(sale, total=250)), "selling_sale_sealed"),
    "no payment": (_receipt(lambda b, sale: b.receipt(sale) + b.sale_line(sale)), "selling_sale_whole"),
    "half a payment": (
        _receipt(lambda b, sale: b.receipt(sale) + b.sale_line(sale) + b.payment(sale, 250)), "selling_sale_sealed",
    ),
    "no entry": (lambda b: b.sold(entry=False), "selling_sale_posted|stock_equals_ledger"),
    "an entry of less": (
        lambda b: b.sold(sale=(s := str(uuid4())), entry=False)
        + b.header(e := str(uuid4()), "sale", source_id=f"'{s}'")
        + b.lines(e, ("cash", 400, 0), ("sales", 0, 400), *SOLD[2:]), "selling_sale_posted",
    ),
    "an entry under another number": (
        lambda b: b.sold(sale=(s := str(uuid4())), entry=False) + b.number("sale")
        + b.header(e := str(uuid4()), "sale", source_id=f"'{s}'") + b.lines(e, *SOLD),
        "selling_sale_posted|selling_number_used",
    ),
    "a text of one's own as a number": (_receipt(lambda b, sale: b.receipt(sale, number="'MINE/1'")), "selling_sale_number_made"),
    "an entry that posts tax instead of sales": (
        lambda b: b.sold(sale=(s := str(uuid4())), entry=False)
        + b.header(e := str(uuid4()), "sale", source_id=f"'{s}'")
        + b.lines(e, ("cash", 500, 0), ("output_tax_cgst", 0, 500), *SOLD[2:]), "selling_sale_posted",
    ),
    "goods that didn't leave the shelf": (
        _receipt(lambda b, sale: b.receipt(sale) + b.sale_line(sale) + b.payment(sale)), "selling_sale_stock",
    ),
    "other goods than left the shelf": (
        lambda b: b.sold().replace("'', 1, 500, 500, 0,", "'', 2, 250, 250, 0,"), "selling_sale_stock",
    ),
    "a tax whose components come to something else": (
        lambda b: b.sold().replace("'[]'", "'[{\"name\": \"CGST\", \"percent\": \"9\", \"amount\": 7}]'"), "selling_sale_whole",
    ),
    "a line of another price than its total": (
        lambda b: b.sold().replace("'', 1, 500, 500, 0,", "'', 1, 500, 400, 0,"), "selling_sale_whole",
    ),
    "a discount that no line gives": (
        _receipt(lambda b, sale: b.receipt(sale, discount=7) + b.sale_line(sale) + b.payment(sale)), "selling_sale_whole",
    ),
    "what was paid in cash, posted to the bank": (
        lambda b: b.sold(("bank", 500, 0), *SOLD[1:]), "selling_sale_posted|ledger_entry_accounts",
    ),
    "what was paid in cash, posted as paid by card": (lambda b: b.sold(("card_clearing", 500, 0), *SOLD[1:]), "selling_sale_posted"),
    "an entry that touches one account more": (
        lambda b: b.sold(*SOLD, ("bank", 5, 0), ("bank", 0, 5)), "selling_sale_posted|ledger_entry_accounts",
    ),
    "an entry with one line more and its opposite": (
        lambda b: b.sold(*SOLD, ("cash", 5, 0), ("cash", 0, 5)), "selling_sale_posted",
    ),
    "an entry that posts at another outlet, too": (_elsewhere_too, "selling_sale_posted"),
    "a tax posted to another component's account": (
        lambda b: b.sold(CASH_SALE[0], ("sales", 0, 493), ("output_tax_sgst", 0, 7), *SOLD[2:], tax=7), "selling_sale_posted",
    ),
    "goods worth nothing that leave another outlet": (
        lambda b: _worthless(b, b.other_outlet) + b.trail(s := str(uuid4()), "sale")
        + b.sold(*CASH_SALE, sale=s, cost=0, batch_id=_NEW, outlet_id=b.other_outlet), "selling_sale_stock",
    ),
    "goods worth nothing that leave on another day": (
        lambda b: _worthless(b) + b.trail(s := str(uuid4()), "sale")
        + b.sold(*CASH_SALE, sale=s, cost=0, batch_id=_NEW, date=f"date '{b.today}' + 1"), "selling_sale_stock|stock_movement_day",
    ),
    "a day long before it was sold": (
        _receipt(lambda b, sale: b.receipt(sale, business_date=f"date '{b.today}' - 5")), "selling_sale_day|selling_sale_number_of_its_year",
    ),
    "a tax that nobody can read": (
        lambda b: b.sold().replace("'[]'", "'[{\"amount\": \"0\", \"name\": 7}]'"), "selling_line_taxes",
    ),
    "a tax that is no list": (lambda b: b.sold().replace("'[]'", "'{}'"), "selling_line_taxes"),
    "a negative tax": (
        lambda b: b.sold().replace("'[]'", "'[{\"name\": \"CGST\", \"percent\": \"9\", \"amount\": -7}]'"), "selling_line_taxes",
    ),
    "goods that had expired": (_expired, "selling_sale_expired"),
    "posted later than it needs to be": (
        lambda b: b.sold(posts_on=f"'{date.fromisoformat(b.today) + timedelta(days=1)}'"),
        # The last two at the end of a month, and in the hours when it is another day in UTC.
        "selling_sale_posted_late|ledger_entry_in_period|stock_movement_day",
    ),
    "a cost that nothing posted": (
        _receipt(lambda b, sale: b.receipt(sale, cost=7) + b.sale_line(sale, cost=7) + b.payment(sale)), "selling_sale_stock",
    ),
    "sums that don't add up": (_receipt(lambda b, sale: b.receipt(sale, tax=1)), "selling_sale_adds_up"),
    "a negative total": (_receipt(lambda b, sale: b.receipt(sale, total=-5)), "selling_sale_adds_up"),
    "a number that wasn't taken": (_receipt(lambda b, sale: b.receipt(sale, serial=99)), "selling_sale_number_next"),
    "a number of another year": (_receipt(lambda b, sale: b.receipt(sale, fiscal_year="'9900'")), "selling_sale_number_of_its_year"),
    "a number taken and not used": (lambda b: b.number("sale"), "selling_number_used"),
    "a day of another century": (_receipt(lambda b, sale: b.receipt(sale, business_date="'1926-11-25'")), "selling_sale_day"),
    "a moment that has not come": (_receipt(lambda b, sale: b.receipt(sale, sold_at="now() + interval '2 days'")), "selling_sale_day"),
    "the same id twice": (_receipt(lambda b, _: b.receipt(b.sale)), "selling_sale_pkey"),
    "lines of no receipt": (lambda b: b.sale_line(str(uuid4())), "selling_sale_sealed"),
    "a kind of invoice that isn't known": (_receipt(lambda b, sale: b.receipt(sale, invoice_kind="'gift'")), "selling_sale_invoice_kind"),
}  # fmt: skip

MONTHS: dict[str, tuple[Attack, str]] = {
    "a month that begins closed": (_period(is_open="false"), "ledger_period_begins"),
    "a month of another year": (_period(fiscal_year="'2627'"), "ledger_period_begins"),
    "half a month": (_period(ends_on="'2031-01-15'"), "ledger_period_whole_month"),
    "two months in one": (_period(ends_on="'2031-02-28'"), "ledger_period_whole_month"),
    "a month from its second day": (_period(starts_on="'2031-01-02'"), "ledger_period_is_month"),
    "a month of another century": (
        _period(starts_on="'2126-11-01'", ends_on="'2126-11-30'", fiscal_year="'2627'"), "ledger_period_begins",
    ),
    "a month that is there": (
        lambda b: "INSERT INTO ledger_period (starts_on, ends_on, fiscal_year, is_open) "
        f"SELECT starts_on, ends_on, fiscal_year, true FROM ledger_period WHERE id = {b.period};", "ledger_period_month_once",
    ),
    "a month before a closed one": (
        _period(starts_on="'2020-01-01'", ends_on="'2020-01-31'", fiscal_year="'1920'"), "ledger_period_open",
    ),
    "the running month is closed": (lambda b: f"SELECT ledger_close_period({b.period}, {b.actor}, '');", "ledger_period_over"),
    "a closed month is closed": (lambda b: f"SELECT ledger_close_period({b.closed}, {b.actor}, '');", "ledger_period_closes_once"),
    "a month that isn't there is closed": (lambda b: f"SELECT ledger_close_period(-1, {b.actor}, '');", "ledger_period_known"),
    "a month is reopened without a reason": (
        lambda b: f"SELECT ledger_reopen_period({b.closed}, {b.actor}, ' ');", "ledger_period_reopens_for_a_reason",
    ),
    "a month is reopened for a reason of white space": (
        lambda b: f"SELECT ledger_reopen_period({b.closed}, {b.actor}, E'\\t\\n');", "ledger_period_reopens_for_a_reason",
    ),
    "the running month is closed while every outlet is archived": (
        lambda b: f"UPDATE company_outlet SET archived_at = now(); SELECT ledger_close_period({b.period}, {b.actor}, '');",
        "ledger_period_over",
    ),
    "a month is reopened by nobody": (
        lambda b: f"SELECT ledger_reopen_period({b.closed}, -1, 'why');", "ledger_periodchange_actor_id_",
    ),
    "an open month is reopened": (
        lambda b: f"SELECT ledger_reopen_period({b.period}, {b.actor}, 'why');", "ledger_period_reopens_once",
    ),
    "another code for an outlet": (lambda _: "UPDATE company_outlet SET code = 'ZZ';", "company_outlet_code_stays"),
    "another currency": (lambda _: "UPDATE company_business SET currency = 'USD';", "ledger_business_stays"),
    "another financial year": (lambda _: "UPDATE company_business SET year_starts_in = 1;", "ledger_business_stays"),
}  # fmt: skip

FORGED = {
    f"{room}: {name}": attack
    for room, attacks in {"entry": ENTRIES, "stock": STOCK, "receipt": RECEIPTS, "month": MONTHS}.items()
    for name, attack in attacks.items()
}
