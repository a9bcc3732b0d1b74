"""A receipt is a whole: header, lines and payments add up, nothing comes later, and its entry says the same.

What was sold stays as it was sold.
"""

from django.db import migrations

from kernel.guarantees import REFUSED, STEADY_PLANS, append_only, function, trigger

# The day is one of ours; the number is the one just taken, and of the day's year: the series' row is locked by us until COMMIT.
ADMIT = f"""
BEGIN
    IF NEW.business_date < '2000-01-01' OR NEW.sold_at > statement_timestamp() + interval '1 day'
       OR NEW.business_date NOT BETWEEN NEW.sold_at - interval '2 days' AND NEW.sold_at + interval '1 day' THEN
        RAISE EXCEPTION 'receipt % is of a day that has not come, or of another than it was sold on', NEW.number
            {REFUSED} 'selling_sale_day';
    END IF;
    IF NEW.fiscal_year <> company_fiscal_year(NEW.business_date) THEN
        RAISE EXCEPTION 'receipt % is numbered in another year than it is dated', NEW.number
            {REFUSED} 'selling_sale_number_of_its_year';
    END IF;
    IF NEW.number <> company_document_number(NEW.outlet_id, '', NEW.fiscal_year, NEW.serial) THEN
        RAISE EXCEPTION 'the number % is not made of outlet, year and serial', NEW.number
            {REFUSED} 'selling_sale_number_made';
    END IF;
    PERFORM 1 FROM company_numberseries
      WHERE outlet_id = NEW.outlet_id AND series = 'sale' AND fiscal_year = NEW.fiscal_year
        AND last_number = NEW.serial;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'receipt % does not carry the last number of its series', NEW.number
            {REFUSED} 'selling_sale_number_next';
    END IF;
    RETURN NEW;
END
"""

# What arrives is all there is: a payment of nothing (cash that is all change) can't join a receipt of nothing later,
# because the header says what was handed over. The transition table goes into arrays first: Citus can't join it.
SEALED = """
DECLARE
    sales uuid[];
    counts bigint[];
    sums bigint[];
BEGIN
    SELECT array_agg(sale_id), array_agg(n), array_agg(amount) INTO sales, counts, sums
      FROM (SELECT sale_id, count(*) AS n, sum({column})::bigint AS amount FROM arrived GROUP BY sale_id) AS part;
    IF EXISTS (
        SELECT FROM unnest(sales, counts, sums) AS part(sale_id, n, amount)
          LEFT JOIN selling_sale AS sale ON sale.id = part.sale_id
         WHERE sale.{column} IS DISTINCT FROM part.amount
            OR part.n <> (SELECT count(*) FROM {table} AS one WHERE one.sale_id = part.sale_id)
    ) THEN
        RAISE EXCEPTION 'what arrives is not the whole of its receipt' {refused} 'selling_sale_sealed';
    END IF;
    RETURN NULL;
END
"""

# At COMMIT: lines (each its quantity × price less its discount, with the components of its taxes) and payments add up to
# the header; what is sold has left the shelf in time, at this cost; and the entry has the receipt's number and outlet,
# and posts what was paid, sold, taxed and spent to its account, and nothing else. A receipt worth nothing has no entry.
# One that is posted later than its day (a till's sale that came late) is posted no later than the first day after the
# closed months, or the last on which its goods moved otherwise.
WHOLE = f"""
DECLARE
    lines bigint[];
    paid bigint[];
    posted ledger_journalentry%ROWTYPE;
BEGIN
    SELECT ARRAY[count(*), sum(taxable), sum(tax), sum(total), sum(cost), sum(discount), count(*) FILTER (WHERE
               round(quantity * unit_price) - discount <> CASE WHEN NEW.prices_include_tax THEN total ELSE taxable END
               OR tax <> (SELECT coalesce(sum((part ->> 'amount')::bigint), 0) FROM jsonb_array_elements(taxes) AS part)
           )]::bigint[] INTO lines
      FROM selling_saleline WHERE sale_id = NEW.id;
    SELECT ARRAY[coalesce(sum(amount), 0), coalesce(sum(tendered), 0)]::bigint[] INTO paid
      FROM selling_payment WHERE sale_id = NEW.id;
    IF lines[1] = 0 OR lines[7] <> 0 OR lines[2:6] <> ARRAY[NEW.taxable, NEW.tax, NEW.total, NEW.cost, NEW.discount]
       OR paid <> ARRAY[NEW.total, NEW.tendered] THEN
        RAISE EXCEPTION 'receipt % does not add up', NEW.number {REFUSED} 'selling_sale_whole';
    END IF;
    IF EXISTS (
        SELECT FROM (
            SELECT variation_id, quantity, cost FROM selling_saleline WHERE sale_id = NEW.id
            UNION ALL
            SELECT CASE outlet_id WHEN NEW.outlet_id THEN variation_id END, quantity, value FROM stock_stockmovement
             WHERE source_id = NEW.id AND source_type = 'sale'
        ) AS part GROUP BY variation_id HAVING sum(quantity) <> 0 OR sum(cost) <> 0
    ) THEN
        RAISE EXCEPTION 'receipt % sells something else than left the shelf', NEW.number {REFUSED} 'selling_sale_stock';
    END IF;
    SELECT * INTO posted FROM ledger_journalentry AS entry
     WHERE entry.source_id = NEW.id AND entry.source_type = 'sale' AND entry.outlet_id = NEW.outlet_id
       AND entry.series = 'sale' AND entry.fiscal_year = NEW.fiscal_year AND entry.serial = NEW.serial
       AND entry.number = NEW.number AND entry.date >= NEW.business_date;
    IF EXISTS (
        SELECT FROM stock_stockmovement AS movement
         WHERE movement.source_id = NEW.id AND movement.source_type = 'sale'
           AND (movement.date < NEW.business_date OR movement.date <> posted.date)
    ) THEN
        RAISE EXCEPTION 'the goods of receipt % leave on another day', NEW.number {REFUSED} 'selling_sale_stock';
    END IF;
    IF EXISTS (
        SELECT FROM stock_stockmovement AS movement JOIN stock_batch AS batch ON batch.id = movement.batch_id
         WHERE movement.source_id = NEW.id AND movement.source_type = 'sale' AND batch.expires_on < NEW.business_date
    ) THEN
        RAISE EXCEPTION 'receipt % sells what had expired', NEW.number {REFUSED} 'selling_sale_expired';
    END IF;
    IF EXISTS (
        SELECT FROM (
            SELECT 'sales' AS role, 0 AS debit, NEW.taxable AS credit
            UNION ALL
            SELECT 'cogs', NEW.cost, 0
            UNION ALL
            SELECT 'inventory', 0, NEW.cost
            UNION ALL
            SELECT tender.role, payment.amount, 0
              FROM selling_payment AS payment JOIN ledger_tenderaccount AS tender USING (method)
             WHERE payment.sale_id = NEW.id
            UNION ALL
            SELECT 'output_tax_' || lower(part ->> 'name'), 0, (part ->> 'amount')::bigint
              FROM selling_saleline AS line, jsonb_array_elements(line.taxes) AS part WHERE line.sale_id = NEW.id
            UNION ALL
            SELECT CASE line.outlet_id WHEN NEW.outlet_id THEN account.role END, -line.debit, -line.credit
              FROM ledger_journalline AS line JOIN ledger_account AS account ON account.id = line.account_id
             WHERE line.entry_id = posted.id
        ) AS side GROUP BY role HAVING sum(debit) <> 0 OR sum(credit) <> 0
    ) THEN
        RAISE EXCEPTION 'receipt % and its entry differ', NEW.number {REFUSED} 'selling_sale_posted';
    END IF;
    IF posted.date > NEW.business_date AND posted.date > greatest(
        (SELECT max(ends_on) + 1 FROM ledger_period WHERE NOT is_open),
        (SELECT max(other.date) FROM stock_stockmovement AS movement
           JOIN stock_stockmovement AS other ON other.batch_id = movement.batch_id AND other.source_id <> NEW.id
          WHERE movement.source_id = NEW.id AND movement.source_type = 'sale'),
        NEW.business_date
    ) THEN
        RAISE EXCEPTION 'receipt % is posted later than it needs to be', NEW.number {REFUSED} 'selling_sale_posted_late';
    END IF;
    RETURN NULL;
END
"""

# From the other side, at COMMIT: a sale's entry has its receipt, and so have goods that leave as sold, though they be
# worth nothing. The trigger's own name is the constraint that is told.
RECEIPT = """
BEGIN
    PERFORM 1 FROM selling_sale WHERE id = NEW.source_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'sale % has no receipt', NEW.source_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
"""

# What a line's tax is made of, as accounting.tax.rules.tax.TaxAmount reads it back.
TAXES = """
ALTER TABLE selling_saleline ADD CONSTRAINT selling_line_taxes CHECK (
    jsonb_typeof(taxes) = 'array' AND NOT jsonb_path_exists(taxes, '$[*] ? (!exists(@ ?
        (@.name.type() == "string" && @.percent.type() == "string" && @.amount.type() == "number" && @.amount >= 0)))')
)
"""

# A way of paying is one of those that have an account.
PAID_BY = """
ALTER TABLE selling_payment ADD CONSTRAINT selling_payment_method
FOREIGN KEY (method) REFERENCES ledger_tenderaccount (method)
"""

# At COMMIT: a number that was taken is on a receipt.
NUMBER_USED = f"""
BEGIN
    PERFORM 1 FROM selling_sale
      WHERE outlet_id = NEW.outlet_id AND fiscal_year = NEW.fiscal_year AND serial = NEW.last_number;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'number % is on no receipt', NEW.last_number {REFUSED} 'selling_number_used';
    END IF;
    RETURN NULL;
END
"""


def _sealed(table: str, name: str, column: str) -> list[migrations.RunSQL]:
    body = SEALED.format(table=table, refused=REFUSED, column=column)
    return [
        function(f"{name}()", body, settings=STEADY_PLANS),
        trigger(name, table, "AFTER INSERT REFERENCING NEW TABLE AS arrived", f"STATEMENT EXECUTE FUNCTION {name}()"),
    ]


class Migration(migrations.Migration):
    dependencies = [("selling", "0001_initial"), ("audit", "0003_append_only"), ("stock", "0002_guarantees")]

    operations = [
        append_only("selling_sale"),
        append_only("selling_saleline"),
        append_only("selling_payment"),
        migrations.RunSQL(TAXES, "ALTER TABLE selling_saleline DROP CONSTRAINT selling_line_taxes"),
        migrations.RunSQL(PAID_BY, "ALTER TABLE selling_payment DROP CONSTRAINT selling_payment_method"),
        function("selling_admit_sale()", ADMIT),
        trigger("selling_sale_admit", "selling_sale", "BEFORE INSERT", "ROW EXECUTE FUNCTION selling_admit_sale()"),
        *_sealed("selling_saleline", "selling_lines_sealed", "total"),
        *_sealed("selling_payment", "selling_payments_sealed", "tendered"),
        function("selling_prove_sale()", WHOLE, settings=STEADY_PLANS),
        trigger(
            "selling_sale_whole",
            "selling_sale",
            "AFTER INSERT",
            "ROW EXECUTE FUNCTION selling_prove_sale()",
            deferred=True,
        ),
        function("selling_prove_source()", RECEIPT, settings=STEADY_PLANS),
        *(
            trigger(
                name,
                table,
                "AFTER INSERT",
                "ROW WHEN (NEW.source_type = 'sale') EXECUTE FUNCTION selling_prove_source()",
                deferred=True,
            )
            for name, table in (
                ("selling_entry_has_receipt", "ledger_journalentry"),
                ("selling_goods_have_receipt", "stock_stockdocument"),
            )
        ),
        function("selling_prove_number()", NUMBER_USED, settings=STEADY_PLANS),
        trigger(
            "selling_number_used",
            "company_numberseries",
            "AFTER INSERT OR UPDATE",
            "ROW WHEN (NEW.series = 'sale') EXECUTE FUNCTION selling_prove_number()",
            deferred=True,
        ),
    ]
