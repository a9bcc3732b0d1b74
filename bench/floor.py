"""The floor: one PL/pgSQL call that does a sale's writes, behind the same constraints, in one durable transaction.

It takes prices from the catalogue and one tax rate from the caller, checks nothing that the tables don't check, and
asks nothing back. No program in front of this database could record the same sale in less.
"""

from django.db import connection

_SALE = """
CREATE FUNCTION bench_sale(the_outlet bigint, the_actor bigint, ids bigint[], quantities numeric[], percent numeric)
RETURNS uuid LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    sale uuid := uuidv7();
    entry uuid := uuidv7();
    moment timestamptz := clock_timestamp();
    today date := (clock_timestamp() AT TIME ZONE 'Asia/Kolkata')::date;
    month bigint;
    year text := to_char(today - interval '3 months', 'YY') || to_char(today + interval '9 months', 'YY');
    serial_number bigint;
    receipt text;
    batches bigint[]; variations bigint[]; taken numeric[]; amounts bigint[];
    total bigint; taxes bigint; cost bigint;
BEGIN
    SELECT id INTO month FROM ledger_period WHERE starts_on = date_trunc('month', today);
    WITH locked AS (
        SELECT id, variation_id, quantity, value, expires_on, received_at FROM stock_batch
         WHERE outlet_id = the_outlet AND variation_id = ANY (ids) AND in_stock
         ORDER BY variation_id, expires_on NULLS LAST, received_at, id FOR NO KEY UPDATE
    ), running AS (
        SELECT locked.*, sum(quantity) OVER (PARTITION BY variation_id ORDER BY expires_on NULLS LAST, received_at, id)
                         - quantity AS before
          FROM locked
    ), picked AS (
        SELECT running.id, running.variation_id, running.quantity, running.value,
               least(running.quantity, wanted.quantity - running.before) AS take
          FROM running JOIN unnest(ids, quantities) AS wanted(variation_id, quantity) USING (variation_id)
         WHERE running.before < wanted.quantity
    )
    SELECT array_agg(id), array_agg(variation_id), array_agg(take),
           array_agg(CASE WHEN take = quantity THEN value ELSE round(value * take / quantity)::bigint END)
      INTO batches, variations, taken, amounts FROM picked;
    INSERT INTO stock_stockmovement (kind, batch_id, variation_id, outlet_id, quantity, value, source_type,
                                     source_id, reason, actor_id, date, at)
    SELECT 'sale', moved.batch, moved.variation, the_outlet, -moved.quantity, -moved.value, 'sale', sale, '', the_actor,
           today, moment
      FROM unnest(batches, variations, taken, amounts) AS moved(batch, variation, quantity, value);
    SELECT sum(round(variation.price * wanted.quantity))::bigint,
           2 * sum(round(round(variation.price * wanted.quantity) * percent / 2 / (100 + percent)))::bigint
      INTO total, taxes
      FROM unnest(ids, quantities) AS wanted(id, quantity) JOIN catalogue_variation AS variation USING (id);
    cost := (SELECT sum(amount) FROM unnest(amounts) AS amount);
    serial_number := company_next_number(the_outlet, 'sale', year);
    receipt := 'MN/' || year || '/' || serial_number;
    WITH header AS (
    INSERT INTO selling_sale (id, outlet_id, fiscal_year, serial, number, sold_at, business_date, prices_include_tax,
                              discount, taxable, tax, total, tendered, cost, tax_registration, place_of_supply,
                              invoice_kind, actor_id, actor_name, recorded_at)
    VALUES (sale, the_outlet, year, serial_number, receipt, moment, today, true, 0, total - taxes, taxes, total, total,
            cost, '', '', 'bill', the_actor, 'Floor', moment)
    ), payment AS (
    INSERT INTO selling_payment (sale_id, method, amount, tendered) VALUES (sale, 'cash', total, total)
    )
    INSERT INTO selling_saleline (sale_id, position, variation_id, sku, name, category_name, quantity, list_price,
                                  unit_price, discount, unit, tax_code, treatment, taxes, taxable, tax, total, cost)
    SELECT sale, line.position, line.id, variation.sku, product.name, '', line.quantity, variation.price,
           variation.price, 0, 'piece', 'GST5', 'taxable',
           jsonb_build_array(jsonb_build_object('name', 'CGST', 'percent', '2.5', 'amount', half),
                             jsonb_build_object('name', 'SGST', 'percent', '2.5', 'amount', half)),
           gross - 2 * half, 2 * half, gross,
           (SELECT sum(left_with.amount) FROM unnest(variations, amounts) AS left_with(id, amount)
             WHERE left_with.id = line.id)
      FROM unnest(ids, quantities) WITH ORDINALITY AS line(id, quantity, position)
      JOIN catalogue_variation AS variation ON variation.id = line.id
      JOIN catalogue_product AS product ON product.id = variation.product_id,
      LATERAL (SELECT round(variation.price * line.quantity)::bigint AS gross) AS priced,
      LATERAL (SELECT round(gross * percent / 2 / (100 + percent))::bigint AS half) AS taxed;
    WITH header AS (
        INSERT INTO ledger_journalentry (id, date, period_id, outlet_id, series, fiscal_year, serial, number,
                                         source_type, source_id, memo, actor_id, posted_at)
        VALUES (entry, today, month, the_outlet, 'sale', year, serial_number, receipt, 'sale', sale, receipt, the_actor,
                moment)
        RETURNING id
    )
    INSERT INTO ledger_journalline (entry_id, date, account_id, outlet_id, debit, credit)
    SELECT header.id, today, account.id, the_outlet, greatest(line.amount, 0), greatest(-line.amount, 0)
      FROM header, (VALUES ('cash', total), ('sales', taxes - total), ('output_tax_cgst', -(taxes / 2)),
                           ('output_tax_sgst', -(taxes / 2)), ('cogs', cost), ('inventory', -cost))
                   AS line(role, amount)
      JOIN ledger_account AS account ON account.role = line.role
     WHERE line.amount <> 0;
    INSERT INTO audit_auditentry (id, at, author, actor_id, actor_name, action, target_type, target_id, changes,
                                  session)
    VALUES (uuidv7(), moment, 'person', the_actor, 'Floor', 'sales.sale.recorded', 'sale', sale::text,
            jsonb_build_object('number', receipt, 'total', total), '');
    INSERT INTO audit_outboxevent (id, kind, payload, occurred_at)
    VALUES (uuidv7(), 'sales.sale_recorded', jsonb_build_object('sale_id', sale), moment);
    RETURN sale;
END $$
"""

# Each sale commits by itself, as in life; only nobody waits for the disk.
_HISTORY = """
CREATE PROCEDURE bench_history(the_outlet bigint, the_actor bigint, ids bigint[], sales integer, seed double precision)
LANGUAGE plpgsql AS $$
DECLARE
    cart bigint[];
BEGIN
    PERFORM setseed(seed);
    FOR number IN 1..sales LOOP
        SELECT array_agg(id) INTO cart
          FROM (SELECT DISTINCT ids[1 + floor(random() * cardinality(ids))::int] AS id
                  FROM generate_series(1, 14) LIMIT 10) AS chosen;
        PERFORM bench_sale(the_outlet, the_actor, cart, array_fill(1::numeric, ARRAY[cardinality(cart)]), 5);
        COMMIT;
    END LOOP;
END $$
"""

CALL = "SELECT bench_sale(%s, %s, %s::bigint[], %s::numeric[], %s)"


def install_floor() -> None:
    """Into the schema that the connection is set to."""
    with connection.cursor() as cursor:
        cursor.execute(_SALE)
        cursor.execute(_HISTORY)


def remove_floor() -> None:
    """From the schema that the connection is set to: a proof names what isn't declared."""
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION bench_sale")
        cursor.execute("DROP PROCEDURE bench_history")


def record_floor_sale(*, outlet_id: int, actor_id: int, cart: list[int], percent: int) -> None:
    """One of each thing in the cart, in one call and one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(CALL, [outlet_id, actor_id, cart, [1] * len(cart), percent])
