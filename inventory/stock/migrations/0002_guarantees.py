"""Stock that can't lie: a movement *is* the change; batch and location stock follow it and nothing else."""

from django.db import migrations

# The transition table goes into arrays first: Citus can't join it with a distributed table. A connection keeps the
# plans it made while the tables were empty, so the functions allow only plans that stay right as they grow. Rows are
# locked in the order of variation and batch; a sale holds its batches already.
APPLY_FUNCTION = """
CREATE FUNCTION stock_apply_movements() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off
SET plan_cache_mode TO force_generic_plan AS $$
DECLARE
    batches bigint[];
    variations bigint[];
    outlets bigint[];
    quantities numeric[];
    amounts bigint[];
    applied bigint;
    kinds text[];
BEGIN
    SELECT array_agg(batch_id), array_agg(variation_id), array_agg(outlet_id), array_agg(quantity), array_agg(value)
      INTO batches, variations, outlets, quantities, amounts
      FROM (SELECT batch_id, variation_id, outlet_id, sum(quantity) AS quantity, sum(value)::bigint AS value
              FROM moved GROUP BY variation_id, batch_id, outlet_id ORDER BY variation_id, batch_id) AS change;
    UPDATE stock_batch AS batch
       SET quantity = batch.quantity + change.quantity, value = batch.value + change.value
      FROM unnest(batches, variations, outlets, quantities, amounts)
           AS change(batch_id, variation_id, outlet_id, quantity, value)
     WHERE batch.id = change.batch_id AND batch.variation_id = change.variation_id
       AND batch.outlet_id = change.outlet_id;
    GET DIAGNOSTICS applied = ROW_COUNT;
    IF applied <> coalesce(cardinality(batches), 0) THEN
        RAISE EXCEPTION 'a movement names a batch of another variation or outlet'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_movement_batch';
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
    kinds := ARRAY(SELECT DISTINCT kind FROM moved);
    IF EXISTS (
        SELECT FROM unnest(kinds) AS used(kind)
         WHERE NOT EXISTS (SELECT FROM stock_movementtype AS known WHERE known.code = used.kind)
    ) THEN
        RAISE EXCEPTION 'a movement is of no known kind'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_movement_kind';
    END IF;
    RETURN NULL;
END $$
"""

APPLY = """
CREATE TRIGGER stock_movement_apply AFTER INSERT ON stock_stockmovement
REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION stock_apply_movements()
"""

MOVEMENTS = """
CREATE TRIGGER stock_movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_stockmovement
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""

# A batch is born empty; what it holds moves at trigger depth 2 or not at all.
GUARD_BATCH_FUNCTION = """
CREATE FUNCTION stock_guard_batch() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'a batch changes only by stock movements'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_batch_only_by_movement';
    END IF;
    RETURN NEW;
END $$
"""

GUARD_BATCH_BIRTH = """
CREATE TRIGGER stock_batch_born_empty BEFORE INSERT ON stock_batch
FOR EACH ROW WHEN (NEW.quantity <> 0 OR NEW.value <> 0) EXECUTE FUNCTION stock_guard_batch()
"""

GUARD_BATCH = """
CREATE TRIGGER stock_batch_only_by_movement BEFORE UPDATE ON stock_batch
FOR EACH ROW WHEN (
    NEW.quantity <> OLD.quantity OR NEW.value <> OLD.value
    OR NEW.variation_id <> OLD.variation_id OR NEW.outlet_id <> OLD.outlet_id
) EXECUTE FUNCTION stock_guard_batch()
"""

GUARD_STOCK_FUNCTION = """
CREATE FUNCTION stock_guard_stock() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'stock totals change only by stock movements'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stock_level_only_by_movement';
    END IF;
    RETURN NULL;
END $$
"""

GUARD_STOCK = """
CREATE TRIGGER stock_level_only_by_movement BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON stock_locationstock
FOR EACH STATEMENT EXECUTE FUNCTION stock_guard_stock()
"""

GUARD_DAYS = """
CREATE TRIGGER stock_day_only_by_movement BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON stock_stockday
FOR EACH STATEMENT EXECUTE FUNCTION stock_guard_stock()
"""

MOVEMENT_TYPES = "INSERT INTO stock_movementtype (code) VALUES ('opening'), ('sale')"

BATCHES_STAY = """
CREATE TRIGGER stock_batches_stay BEFORE DELETE OR TRUNCATE ON stock_batch
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_initial"), ("audit", "0003_append_only")]

    operations = [
        migrations.RunSQL(MOVEMENT_TYPES, "DELETE FROM stock_movementtype"),
        migrations.RunSQL(APPLY_FUNCTION, "DROP FUNCTION stock_apply_movements()"),
        migrations.RunSQL(APPLY, "DROP TRIGGER stock_movement_apply ON stock_stockmovement"),
        migrations.RunSQL(MOVEMENTS, "DROP TRIGGER stock_movement_append_only ON stock_stockmovement"),
        migrations.RunSQL(GUARD_BATCH_FUNCTION, "DROP FUNCTION stock_guard_batch()"),
        migrations.RunSQL(GUARD_BATCH_BIRTH, "DROP TRIGGER stock_batch_born_empty ON stock_batch"),
        migrations.RunSQL(GUARD_BATCH, "DROP TRIGGER stock_batch_only_by_movement ON stock_batch"),
        migrations.RunSQL(GUARD_STOCK_FUNCTION, "DROP FUNCTION stock_guard_stock()"),
        migrations.RunSQL(GUARD_STOCK, "DROP TRIGGER stock_level_only_by_movement ON stock_locationstock"),
        migrations.RunSQL(GUARD_DAYS, "DROP TRIGGER stock_day_only_by_movement ON stock_stockday"),
        migrations.RunSQL(BATCHES_STAY, "DROP TRIGGER stock_batches_stay ON stock_batch"),
    ]
