"""Stock that can't lie: a movement *is* the change; batch, location stock, day and document follow it and nothing else.

What a document moved at an outlet is what its entry posts to the inventory account there: checked from both sides.
"""

from django.db import migrations

from kernel.guarantees import REFUSED, STEADY_PLANS, append_only, function, kept, never_deleted, trigger

# The transition table goes into arrays first: Citus can't join it with a distributed table. Rows are locked in the
# order of variation and batch; a sale holds its batches already.
APPLY = f"""
DECLARE
    batches bigint[];
    variations bigint[];
    outlets bigint[];
    quantities numeric[];
    amounts bigint[];
    days date[];
    leaves date[];
    applied bigint;
    late bigint[];
    mispriced bigint[];
    sources text[];
    kinds text[];
    directions integer[];
BEGIN
    SELECT array_agg(source_type), array_agg(kind), array_agg(direction) INTO sources, kinds, directions
      FROM (SELECT DISTINCT source_type, kind, sign(quantity)::integer AS direction FROM moved) AS used;
    IF EXISTS (
        SELECT FROM unnest(sources, kinds, directions) AS used(source_type, kind, direction)
         WHERE NOT EXISTS (
               SELECT FROM stock_movementtype AS known WHERE known.source_type = used.source_type
                  AND known.code = used.kind AND known.direction = used.direction)
    ) THEN
        RAISE EXCEPTION 'no such document moves goods so' {REFUSED} 'stock_movement_kind';
    END IF;
    -- What leaves a batch is looked at in sum: one document's goods can't have the cost of another's.
    IF (SELECT count(DISTINCT source_id) FROM moved) > 1 THEN
        RAISE EXCEPTION 'each document moves its own goods' {REFUSED} 'stock_movement_one_document';
    END IF;
    SELECT array_agg(batch_id), array_agg(variation_id), array_agg(outlet_id), array_agg(quantity), array_agg(value),
           array_agg(last_day), array_agg(leaves_on)
      INTO batches, variations, outlets, quantities, amounts, days, leaves
      FROM (SELECT batch_id, variation_id, outlet_id, sum(quantity) AS quantity, sum(value)::bigint AS value,
                   max(date) AS last_day, min(date) FILTER (WHERE quantity < 0) AS leaves_on
              FROM moved GROUP BY variation_id, batch_id, outlet_id ORDER BY variation_id, batch_id) AS change;
    WITH changed AS (
        UPDATE stock_batch AS batch
           SET quantity = batch.quantity + change.quantity, value = batch.value + change.value,
               last_moved_on = greatest(batch.last_moved_on, change.last_day)
          FROM unnest(batches, variations, outlets, quantities, amounts, days, leaves)
               AS change(batch_id, variation_id, outlet_id, quantity, value, last_day, leaves_on)
         WHERE batch.id = change.batch_id AND batch.variation_id = change.variation_id
           AND batch.outlet_id = change.outlet_id
        RETURNING batch.id, change.leaves_on < batch.last_moved_on AS is_late,
                  -- value × taken ÷ what was there, rounded half-up: inventory.stock.rules.picking.cost_of.
                  change.quantity < 0 AND -change.value <> div(
                      2 * (batch.value - change.value) * -change.quantity + (batch.quantity - change.quantity),
                      2 * (batch.quantity - change.quantity)
                  ) AS is_mispriced
    )
    SELECT count(*), array_agg(id) FILTER (WHERE is_late), array_agg(id) FILTER (WHERE is_mispriced)
      INTO applied, late, mispriced FROM changed;
    IF applied <> coalesce(cardinality(batches), 0) THEN
        RAISE EXCEPTION 'a movement names a batch of another variation or outlet' {REFUSED} 'stock_movement_batch';
    END IF;
    IF mispriced IS NOT NULL THEN
        RAISE EXCEPTION 'goods leave batch % at another cost than its own', mispriced[1] {REFUSED} 'stock_leaves_at_cost';
    END IF;
    -- Goods that leave on a day before the batch last moved: there must have been enough on every day since.
    IF late IS NOT NULL AND EXISTS (
        SELECT FROM unnest(late) AS batch(id), LATERAL (
            SELECT sum(sum(quantity)) OVER running AS level, sum(sum(value)) OVER running AS worth
              FROM stock_stockmovement WHERE batch_id = batch.id GROUP BY date WINDOW running AS (ORDER BY date)
        ) AS day WHERE day.level < 0 OR day.worth < 0
    ) THEN
        RAISE EXCEPTION 'goods leave before they came' {REFUSED} 'stock_never_negative';
    END IF;
    INSERT INTO stock_locationstock AS stock (variation_id, outlet_id, quantity, value)
    SELECT change.variation_id, change.outlet_id, sum(change.quantity), sum(change.value)
      FROM unnest(variations, outlets, quantities, amounts) AS change(variation_id, outlet_id, quantity, value)
     GROUP BY change.variation_id, change.outlet_id
     ORDER BY change.variation_id, change.outlet_id
    ON CONFLICT (variation_id, outlet_id)
    DO UPDATE SET quantity = stock.quantity + excluded.quantity, value = stock.value + excluded.value;
    INSERT INTO stock_stockday AS total (outlet_id, kind, date, value)
    SELECT outlet_id, kind, date, sum(value) FROM moved GROUP BY outlet_id, kind, date ORDER BY outlet_id, kind, date
    ON CONFLICT (outlet_id, kind, date) DO UPDATE SET value = total.value + excluded.value;
    IF EXISTS (
        SELECT FROM moved WHERE date NOT BETWEEN '2000-01-01' AND statement_timestamp() + interval '1 day'
    ) THEN
        RAISE EXCEPTION 'goods move on a day that has not come, or on none of ours' {REFUSED} 'stock_movement_day';
    END IF;
    IF EXISTS (SELECT FROM moved WHERE date <= (SELECT max(ends_on) FROM ledger_period WHERE NOT is_open)) THEN
        RAISE EXCEPTION 'goods move in a month that is closed' {REFUSED} 'ledger_period_open';
    END IF;
    INSERT INTO stock_stockdocument (source_type, source_id, outlet_id, date, value)
    SELECT source_type, source_id, outlet_id, date, sum(value) FROM moved
     GROUP BY source_type, source_id, outlet_id, date ORDER BY source_id, outlet_id;
    RETURN NULL;
END
"""

# At COMMIT: what the document moved at the outlet is what its entry posts to the inventory account there, on that day.
# Goods worth nothing need no entry, but the trail names their document. A reversal takes back, batch by batch, what came.
POSTED = f"""
DECLARE
    booked bigint;
    original text;
BEGIN
    SELECT coalesce(sum(line.debit - line.credit), 0) INTO booked
      FROM ledger_journalentry AS entry
      JOIN ledger_journalline AS line ON line.entry_id = entry.id
      JOIN ledger_account AS account ON account.id = line.account_id
     WHERE entry.source_id = NEW.source_id AND entry.source_type = NEW.source_type AND entry.date = NEW.date
       AND line.outlet_id = NEW.outlet_id AND account.role = 'inventory';
    IF booked <> NEW.value THEN
        RAISE EXCEPTION 'document % moves % and posts % at outlet %', NEW.source_id, NEW.value, booked, NEW.outlet_id
            {REFUSED} 'stock_equals_ledger';
    END IF;
    SELECT reverses INTO original FROM ledger_sourcetype WHERE code = NEW.source_type AND reverses <> '';
    IF FOUND AND EXISTS (
        SELECT FROM stock_stockmovement
         WHERE source_id = NEW.source_id AND source_type IN (NEW.source_type, original) AND outlet_id = NEW.outlet_id
         GROUP BY batch_id HAVING sum(quantity) <> 0 OR sum(value) <> 0
    ) THEN
        RAISE EXCEPTION 'a reversal moves other goods than came' {REFUSED} 'stock_reversal_mirrors';
    END IF;
    IF NEW.value = 0 THEN
        PERFORM 1 FROM audit_auditentry WHERE target_type = NEW.source_type AND target_id = NEW.source_id::text;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'goods worth nothing move without a document' {REFUSED} 'stock_document_in_trail';
        END IF;
    END IF;
    RETURN NULL;
END
"""

# From the other side, at once: nothing is posted to the inventory account that goods didn't move.
MOVED = f"""
DECLARE
    entries uuid[];
    outlets bigint[];
    amounts bigint[];
BEGIN
    SELECT array_agg(entry_id), array_agg(outlet_id), array_agg(amount) INTO entries, outlets, amounts
      FROM (SELECT entry_id, outlet_id, sum(debit - credit)::bigint AS amount FROM posted
             WHERE account_id = (SELECT id FROM ledger_account WHERE role = 'inventory')
             GROUP BY entry_id, outlet_id) AS added;
    IF entries IS NOT NULL AND EXISTS (
        SELECT FROM unnest(entries, outlets, amounts) AS added(entry_id, outlet_id, amount)
          JOIN ledger_journalentry AS entry ON entry.id = added.entry_id
          LEFT JOIN stock_stockdocument AS document
            ON document.source_id = entry.source_id AND document.outlet_id = added.outlet_id
           AND document.source_type = entry.source_type
         WHERE coalesce(document.value, 0) <> added.amount
    ) THEN
        RAISE EXCEPTION 'an entry posts to inventory what its document did not move' {REFUSED} 'stock_equals_ledger';
    END IF;
    RETURN NULL;
END
"""

# Movement, source_type and direction of accounting.ledger.rules.documents.DOCUMENTS.
MOVEMENT_TYPES = """
INSERT INTO stock_movementtype (source_type, code, direction) VALUES ('opening_stock', 'opening', 1), ('opening_stock_reversal', 'opening_reversal', -1), ('sale', 'sale', -1)
"""


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_initial"), ("audit", "0003_append_only"), ("ledger", "0002_guarantees")]

    operations = [
        migrations.RunSQL(MOVEMENT_TYPES, "DELETE FROM stock_movementtype"),
        function("stock_apply_movements()", APPLY, settings=STEADY_PLANS),
        trigger(
            "stock_movement_apply",
            "stock_stockmovement",
            "AFTER INSERT REFERENCING NEW TABLE AS moved",
            "STATEMENT EXECUTE FUNCTION stock_apply_movements()",
        ),
        append_only("stock_stockmovement"),
        append_only("stock_stockdocument"),
        function("stock_prove_document()", POSTED, settings=STEADY_PLANS),
        trigger(
            "stock_document_posted",
            "stock_stockdocument",
            "AFTER INSERT",
            "ROW EXECUTE FUNCTION stock_prove_document()",
            deferred=True,
        ),
        function("stock_prove_lines()", MOVED, settings=STEADY_PLANS),
        trigger(
            "stock_lines_moved",
            "ledger_journalline",
            "AFTER INSERT REFERENCING NEW TABLE AS posted",
            "STATEMENT EXECUTE FUNCTION stock_prove_lines()",
        ),
        trigger(
            "stock_batch_only_by_movement",
            "stock_batch",
            "BEFORE INSERT",
            "ROW WHEN (NEW.quantity <> 0 OR NEW.value <> 0 OR NEW.last_moved_on IS NOT NULL)"
            " EXECUTE FUNCTION refuse('a batch is filled only by stock movements')",
        ),
        kept(
            "stock_batch_stays",
            "stock_batch",
            ("id", "variation_id", "outlet_id", "number", "expires_on", "received_at", "unit_cost"),
            "what a batch is stays: its cost and expiry, too",
        ),
        never_deleted("stock_batch"),
    ]
