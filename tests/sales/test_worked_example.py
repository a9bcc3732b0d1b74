"""One sale, from the shelf to the trial balance, with every figure worked out by hand."""

from datetime import timedelta
from decimal import Decimal

from accounting.ledger.enums import TenderMethod
from accounting.ledger.queries import trial_balance
from audit.models import AuditEntry, OutboxEvent
from company.scope import scope_of
from inventory.stock.models import Batch, LocationStock
from sales.selling.models import Sale
from sales.selling.operations.record_sale import RecordSale, record_sale
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import make_product, now, put_on_shelf


def test_one_sale(owner, outlet):
    """Rice at 525.00 incl. GST 5 %, from two batches; soap at 118.00 incl. GST 18 %, 18.00 off the line, 10.00 off the cart."""
    rice = make_product(owner, price=525_00, tax="GST5", name="Rice")
    soap = make_product(owner, price=118_00, tax="GST18", name="Soap")
    today = now().date()
    put_on_shelf(owner, outlet, rice, 10, unit_cost=410_00, expires_on=today + timedelta(days=90), batch="late")
    put_on_shelf(owner, outlet, rice, 1, unit_cost=400_00, expires_on=today + timedelta(days=30), batch="soon")
    put_on_shelf(owner, outlet, soap, 3, unit_cost=70_00)

    sale = record_sale(
        actor=owner, now=now(),
        command=RecordSale(
            outlet_id=outlet.id,
            lines=(CartLine(rice, Decimal(2)), CartLine(soap, Decimal(1), discount=18_00)),
            payments=(Tender(TenderMethod.CARD, 500_00), Tender(TenderMethod.CASH, 700_00)),
            discount=10_00,
        ),
    )  # fmt: skip

    # The cart's 10.00 in proportion 1,050 : 100 is 9.13 + 0.87.
    assert [line.discount for line in sale.lines] == [9_13, 18_87]
    # 1,040.87 including 2 × 2.5 %: 24.78 each. 99.13 including 2 × 9 %: 7.56 each.
    assert [(line.taxable, line.tax, line.total) for line in sale.lines] == [
        (991_31, 49_56, 1040_87),
        (84_01, 15_12, 99_13),
    ]
    assert (sale.taxable, sale.tax, sale.total, sale.discount) == (1075_32, 64_68, 1140_00, 28_00)
    assert [(tax.name, str(tax.percent), tax.amount) for tax in sale.tax_totals] == [
        ("CGST", "2.500", 24_78), ("CGST", "9.000", 7_56), ("SGST", "2.500", 24_78), ("SGST", "9.000", 7_56),
    ]  # fmt: skip
    # The card settles what it was charged, cash the rest; 60.00 goes back.
    assert [(p.method, p.amount, p.tendered) for p in sale.payments] == [
        ("card", 500_00, 500_00),
        ("cash", 640_00, 700_00),
    ]
    assert sale.change == 60_00

    # First expired, first out: one bag from “soon”, one from “late”.
    left = {batch.number: (batch.quantity, batch.value) for batch in Batch.objects.filter(variation=rice)}
    assert left == {"soon": (0, 0), "late": (9, 3690_00)}
    assert LocationStock.objects.get(variation=soap).quantity == 2
    assert [line.cost for line in sale.lines] == [810_00, 70_00]

    balance = {
        row.name: row.debit - row.credit for row in trial_balance(scope_of(owner), as_of=today + timedelta(days=1)).rows
    }
    assert balance == {
        "Cash on hand": 640_00, "Card clearing": 500_00, "Sales": -1075_32, "Output CGST": -32_34,
        "Output SGST": -32_34,
        "Cost of goods sold": 880_00, "Inventory": 4710_00 - 880_00, "Opening balance equity": -4710_00,
    }  # fmt: skip
    assert_books_and_stock_are_right()

    assert sale.number.startswith("MN/")
    assert sale.number.endswith("/1")
    assert AuditEntry.objects.get(action="sales.sale.recorded").changes["total"] == 1140_00
    assert OutboxEvent.objects.get(kind="sales.sale_recorded").payload == {
        "sale_id": str(sale.id),
        "outlet_id": outlet.id,
    }
    row = Sale.objects.get()
    assert (row.number, row.total, row.cost, row.actor_name) == (sale.number, 1140_00, 880_00, owner.name)
