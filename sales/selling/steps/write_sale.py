import json
from typing import Any

from django.db import connection

from kernel.transactions import require_transaction
from sales.selling.records import SaleRecord

_WRITE = """
    WITH sale AS (
        INSERT INTO selling_sale (id, outlet_id, fiscal_year, serial, number, sold_at, business_date,
                                  prices_include_tax, discount, taxable, tax, total, cost, actor_id, actor_name,
                                  recorded_at)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ), payments AS (
        INSERT INTO selling_payment (sale_id, method, amount, tendered)
        SELECT %s, payment.* FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS payment(method, amount, tendered)
    )
    INSERT INTO selling_saleline (sale_id, position, variation_id, sku, name, category_name, quantity, unit_price,
                                discount, tax_code, taxes, taxable, tax, total, cost)
    SELECT %s, line.*
      FROM unnest(%s::smallint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::bigint[],
                  %s::bigint[], %s::text[], %s::jsonb[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS line
"""


def write_sale(sale: SaleRecord, *, actor_id: int, fiscal_year: str, serial: int) -> None:
    """Write the sale, its lines and its payments: one statement, whatever its length."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*_header(sale, actor_id, fiscal_year, serial), *_payments(sale), *_lines(sale)])


def _header(sale: SaleRecord, actor_id: int, fiscal_year: str, serial: int) -> list[Any]:
    return [
        sale.id,
        sale.outlet_id,
        fiscal_year,
        serial,
        sale.number,
        sale.sold_at,
        sale.business_date,
        sale.prices_include_tax,
        sale.discount,
        sale.taxable,
        sale.tax,
        sale.total,
        sale.cost,
        actor_id,
        sale.actor_name,
        sale.recorded_at,
    ]


def _payments(sale: SaleRecord) -> list[Any]:
    return [
        sale.id,
        [payment.method.value for payment in sale.payments],
        [payment.amount for payment in sale.payments],
        [payment.tendered for payment in sale.payments],
    ]


def _lines(sale: SaleRecord) -> list[Any]:
    lines = sale.lines
    return [
        sale.id,
        [line.position for line in lines],
        [line.variation_id for line in lines],
        [line.sku for line in lines],
        [line.name for line in lines],
        [line.category_name for line in lines],
        [line.quantity for line in lines],
        [line.unit_price for line in lines],
        [line.discount for line in lines],
        [line.tax_code for line in lines],
        [
            json.dumps([{"name": tax.name, "percent": str(tax.percent), "amount": tax.amount} for tax in line.taxes])
            for line in lines
        ],
        [line.taxable for line in lines],
        [line.tax for line in lines],
        [line.total for line in lines],
        [line.cost for line in lines],
    ]
