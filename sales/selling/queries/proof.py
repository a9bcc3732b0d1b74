"""What a proof asks of a business's receipts, and all that it asks of its books, stock and receipts together."""

from accounting.ledger.queries import proof as ledger
from accounting.ledger.rules.chart import ACCOUNT_OF_TENDER
from company.queries.proof import fiscal_year_of
from inventory.stock.queries import proof as stock
from kernel.proofs import Question

_TENDERS = ", ".join(f"('{method}', '{role}')" for method, role in ACCOUNT_OF_TENDER.items())

RECEIPTS = (
    Question(
        "a receipt is not what its lines come to",
        """
        SELECT coalesce(sale.id, sold.sale_id) AS receipt, sale.number, sale.total, sold.total AS lines
          FROM selling_sale AS sale
          FULL JOIN (SELECT sale_id, sum(taxable) AS taxable, sum(tax) AS tax, sum(total) AS total, sum(cost) AS cost
                       FROM selling_saleline GROUP BY sale_id) AS sold ON sold.sale_id = sale.id
         WHERE (sale.taxable, sale.tax, sale.total, sale.cost)
               IS DISTINCT FROM (sold.taxable, sold.tax, sold.total, sold.cost)
        """,
    ),
    Question(
        "a receipt is not what was paid",
        """
        SELECT coalesce(sale.id, paid.sale_id) AS receipt, sale.number, sale.total, paid.amount AS paid
          FROM selling_sale AS sale
          FULL JOIN (SELECT sale_id, sum(amount) AS amount, sum(tendered) AS tendered
                       FROM selling_payment GROUP BY sale_id) AS paid
            ON paid.sale_id = sale.id
         WHERE (sale.total, sale.tendered) IS DISTINCT FROM (coalesce(paid.amount, 0), coalesce(paid.tendered, 0))
        """,
    ),
    Question(
        "the tax of a line is not what its components come to",
        """
        SELECT id AS line, sale_id AS receipt, tax FROM selling_saleline AS line
         WHERE tax <> (
               SELECT coalesce(sum(CASE jsonb_typeof(part -> 'amount') WHEN 'number'
                                   THEN (part ->> 'amount')::numeric END), 0)
                 FROM jsonb_array_elements(CASE jsonb_typeof(taxes) WHEN 'array' THEN taxes ELSE '[]' END) AS part)
        """,
    ),
    Question(
        "a line is not its quantity times its price, less its discount",
        """
        SELECT line.id AS line, sale_id AS receipt, quantity, unit_price, line.discount, line.taxable, line.total
          FROM selling_saleline AS line JOIN selling_sale AS sale ON sale.id = line.sale_id
         WHERE round(quantity * unit_price) - line.discount
               <> CASE WHEN sale.prices_include_tax THEN line.total ELSE line.taxable END
        """,
    ),
    Question(
        "a receipt is numbered in another year than it is dated",
        f"""
        SELECT id AS receipt, number, fiscal_year, business_date FROM selling_sale
         WHERE fiscal_year <> {fiscal_year_of("business_date")}
        """,  # noqa: S608 (our own)
    ),
    Question(
        "the number of a receipt is not made of its outlet, year and serial",
        """
        SELECT sale.id AS receipt, sale.number
          FROM selling_sale AS sale LEFT JOIN company_outlet AS outlet ON outlet.id = sale.outlet_id
         WHERE sale.number <> concat(outlet.code, '/', sale.fiscal_year, '/', sale.serial)
        """,
    ),
    Question(
        "a receipt has no entry",
        """
        SELECT sale.id AS receipt, sale.number FROM selling_sale AS sale
         WHERE (sale.total > 0 OR sale.cost > 0) AND NOT EXISTS (
               SELECT FROM ledger_journalentry AS entry WHERE entry.source_id = sale.id AND entry.source_type = 'sale')
        """,
    ),
    Question(
        "an entry has no receipt",
        """
        SELECT entry.id AS entry, entry.number FROM ledger_journalentry AS entry
         WHERE (entry.source_type = 'sale' OR entry.series = 'sale') AND NOT EXISTS (
               SELECT FROM selling_sale AS sale WHERE sale.id = entry.source_id AND entry.source_type = 'sale')
        """,
    ),
    Question(
        "a receipt and its entry differ",
        """
        SELECT sale.id AS receipt, sale.number, entry.id AS entry
          FROM selling_sale AS sale
          JOIN ledger_journalentry AS entry ON entry.source_id = sale.id AND entry.source_type = 'sale'
          JOIN (SELECT line.entry_id, min(line.outlet_id) AS outlet, max(line.outlet_id) AS last_outlet,
                       sum(line.credit - line.debit) FILTER (WHERE role = 'sales') AS sales,
                       sum(line.credit - line.debit) FILTER (WHERE starts_with(role, 'output_tax_')) AS tax,
                       sum(line.debit - line.credit) FILTER (WHERE role = 'cogs') AS cost,
                       sum(line.credit - line.debit) FILTER (WHERE role = 'inventory') AS goods
                  FROM ledger_journalline AS line JOIN ledger_account AS account ON account.id = line.account_id
                 GROUP BY line.entry_id) AS booked ON booked.entry_id = entry.id
         WHERE (coalesce(booked.sales, 0), coalesce(booked.tax, 0), coalesce(booked.cost, 0), coalesce(booked.goods, 0))
               <> (sale.taxable, sale.tax, sale.cost, sale.cost)
            OR (entry.outlet_id, booked.outlet, booked.last_outlet, entry.series, entry.fiscal_year, entry.serial,
                entry.number)
               <> (sale.outlet_id, sale.outlet_id, sale.outlet_id, 'sale', sale.fiscal_year, sale.serial, sale.number)
            OR entry.date < sale.business_date
        """,
    ),
    Question(
        "the tax of a receipt is not posted by its components",
        """
        SELECT receipt, role, sum(amount) AS difference
          FROM (
            SELECT sale_id AS receipt, 'output_tax_' || lower(part ->> 'name') AS role,
                   CASE jsonb_typeof(part -> 'amount') WHEN 'number' THEN (part ->> 'amount')::numeric END AS amount
              FROM selling_saleline,
                   jsonb_array_elements(CASE jsonb_typeof(taxes) WHEN 'array' THEN taxes ELSE '[]' END) AS part
            UNION ALL
            SELECT entry.source_id, account.role, line.debit - line.credit
              FROM ledger_journalentry AS entry
              JOIN ledger_journalline AS line ON line.entry_id = entry.id
              JOIN ledger_account AS account ON account.id = line.account_id
             WHERE entry.source_type = 'sale' AND starts_with(account.role, 'output_tax_')
          ) AS part
         GROUP BY receipt, role HAVING sum(amount) <> 0
        """,
    ),
    Question(
        "a receipt was paid otherwise than its entry says",
        f"""
        SELECT sale_id AS receipt, role, paid.amount AS paid, booked.amount AS posted
          FROM (SELECT sale_id, role, sum(amount) AS amount
                  FROM selling_payment JOIN (VALUES {_TENDERS}) AS tender (method, role) USING (method)
                 GROUP BY sale_id, role) AS paid
          FULL JOIN (SELECT entry.source_id AS sale_id, account.role, sum(line.debit - line.credit) AS amount
                       FROM ledger_journalentry AS entry
                       JOIN ledger_journalline AS line ON line.entry_id = entry.id
                       JOIN ledger_account AS account ON account.id = line.account_id
                      WHERE entry.source_type = 'sale'
                        AND account.role IN (SELECT role FROM (VALUES {_TENDERS}) AS tender (method, role))
                      GROUP BY entry.id, account.role) AS booked USING (sale_id, role)
         WHERE coalesce(paid.amount, 0) <> coalesce(booked.amount, 0)
        """,  # noqa: S608 (our own)
    ),
    Question(
        "a receipt sold something else than left the shelf",
        """
        SELECT sale_id AS receipt, variation_id AS variation, sold.quantity AS sold, moved.quantity AS moved,
               sold.cost, moved.value
          FROM (SELECT sale_id, variation_id, sum(quantity) AS quantity, sum(cost) AS cost FROM selling_saleline
                 WHERE quantity > 0 GROUP BY sale_id, variation_id) AS sold
          FULL JOIN (SELECT source_id AS sale_id, variation_id, -sum(quantity) AS quantity, -sum(value) AS value
                       FROM stock_stockmovement WHERE source_type = 'sale' GROUP BY source_id, variation_id) AS moved
            USING (sale_id, variation_id)
         WHERE (sold.quantity, sold.cost) IS DISTINCT FROM (moved.quantity, moved.value)
        """,
    ),
    Question(
        "a receipt sold what had expired",
        """
        SELECT sale.id AS receipt, sale.number, batch.id AS batch, batch.expires_on
          FROM selling_sale AS sale
          JOIN stock_stockmovement AS movement ON movement.source_id = sale.id AND movement.source_type = 'sale'
          JOIN stock_batch AS batch ON batch.id = movement.batch_id
         WHERE batch.expires_on < sale.business_date
        """,
    ),
)

SERIES = (
    Question(
        "the number of a receipt is missing or there twice",
        """
        SELECT outlet_id AS outlet, fiscal_year, before AS after, serial AS comes
          FROM (
            SELECT outlet_id, fiscal_year, serial, lag(serial, 1, 0::bigint) OVER one AS before FROM selling_sale
            WINDOW one AS (PARTITION BY outlet_id, fiscal_year ORDER BY serial)
          ) AS numbered WHERE serial <> before + 1
        """,
    ),
    Question(
        "the last number of a series is not its last receipt's",
        """
        SELECT outlet_id AS outlet, fiscal_year, counted.last_number, used.last_number AS used
          FROM (SELECT * FROM company_numberseries WHERE series = 'sale') AS counted
          FULL JOIN (SELECT outlet_id, fiscal_year, max(serial) AS last_number FROM selling_sale
                      GROUP BY outlet_id, fiscal_year) AS used USING (outlet_id, fiscal_year)
         WHERE counted.last_number IS DISTINCT FROM used.last_number
        """,
    ),
)

QUESTIONS = (*ledger.QUESTIONS, *stock.QUESTIONS, *RECEIPTS, *SERIES)
"""Each reads whole tables: for a command or the night, not for a page."""
