"""What the database itself proves of the books; docs/ledger.md explains, tests/accounting/test_ledger_attacks.py attacks.

The heart: **all lines of an entry arrive in one statement, and that statement is checked as a whole**. A later line
for the same entry is refused because the entry already has lines; a line for an entry of another transaction that
has not committed is refused because the entry can't be seen. So nothing needs to be sealed, and nothing about the
balance waits for COMMIT.
"""

from django.db import migrations

# A period's row lock taken here waits for a transaction that is closing it, and closing (a change of a column in a
# unique constraint) waits for those that have posted: no entry slips into a closed period.
ADMIT_FUNCTION = """
CREATE FUNCTION ledger_admit_entry() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    month ledger_period%ROWTYPE;
BEGIN
    SELECT * INTO month FROM ledger_period WHERE id = NEW.period_id FOR KEY SHARE;
    IF NOT FOUND OR NEW.date NOT BETWEEN month.starts_on AND month.ends_on THEN
        RAISE EXCEPTION 'entry % is dated outside its period', NEW.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT month.is_open OR EXISTS (
        SELECT FROM ledger_period WHERE starts_on > month.starts_on AND NOT is_open
    ) THEN
        RAISE EXCEPTION 'the period from % or a later one is closed', month.starts_on
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_period_open';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger_sourcetype WHERE code = NEW.source_type) THEN
        RAISE EXCEPTION 'no document is a %', NEW.source_type
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_source_known';
    END IF;
    PERFORM 1 FROM company_numberseries
      WHERE outlet_id = NEW.outlet_id AND series = NEW.series AND fiscal_year = NEW.fiscal_year
        AND last_number = NEW.serial;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % does not carry the last number of its series', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""

ADMIT = """
CREATE TRIGGER ledger_entry_admit BEFORE INSERT ON ledger_journalentry
FOR EACH ROW EXECUTE FUNCTION ledger_admit_entry()
"""

HAS_LINES_FUNCTION = """
CREATE FUNCTION ledger_entry_has_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM 1 FROM ledger_journalline WHERE entry_id = NEW.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % has no lines', NEW.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""

HAS_LINES = """
CREATE CONSTRAINT TRIGGER ledger_entry_has_lines AFTER INSERT ON ledger_journalentry
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_has_lines()
"""

# The transition table goes into arrays first: Citus can't join it with a distributed table. A connection keeps the
# plans it made while the tables were empty, so the functions allow only plans that stay right as they grow.
BALANCE_FUNCTION = """
CREATE FUNCTION ledger_balance_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off
SET plan_cache_mode TO force_generic_plan AS $$
DECLARE
    entries uuid[];
    counts bigint[];
    wrong text;
BEGIN
    SELECT string_agg(DISTINCT entry_id::text, ', ') INTO wrong
      FROM (SELECT entry_id FROM posted GROUP BY entry_id, outlet_id HAVING sum(debit) <> sum(credit)) AS unequal;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'debits and credits differ in entry %', wrong
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_balances';
    END IF;
    SELECT array_agg(entry_id), array_agg(n) INTO entries, counts
      FROM (SELECT entry_id, count(*) AS n FROM posted GROUP BY entry_id) AS added;
    SELECT string_agg(added.entry_id::text, ', ') INTO wrong
      FROM unnest(entries, counts) AS added(entry_id, n)
     WHERE NOT EXISTS (SELECT FROM ledger_journalentry AS entry WHERE entry.id = added.entry_id)
        OR added.n <> (SELECT count(*) FROM ledger_journalline AS line WHERE line.entry_id = added.entry_id);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is not open for lines', wrong
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_sealed';
    END IF;
    RETURN NULL;
END $$
"""

BALANCE = """
CREATE TRIGGER ledger_lines_balance AFTER INSERT ON ledger_journalline
REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_balance_lines()
"""

# Rows of totals are locked in the order of outlet, account and day.
TOTAL_FUNCTION = """
CREATE FUNCTION ledger_total_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
SET plan_cache_mode TO force_generic_plan AS $$
BEGIN
    INSERT INTO ledger_accountday AS total (outlet_id, account_id, date, debit, credit)
    SELECT outlet_id, account_id, date, sum(debit), sum(credit) FROM posted
     GROUP BY outlet_id, account_id, date ORDER BY outlet_id, account_id, date
    ON CONFLICT (outlet_id, account_id, date)
    DO UPDATE SET debit = total.debit + excluded.debit, credit = total.credit + excluded.credit;
    RETURN NULL;
END $$
"""

TOTAL = """
CREATE TRIGGER ledger_lines_total AFTER INSERT ON ledger_journalline
REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_total_lines()
"""

# Totals move only with lines: a change by hand comes at trigger depth 1.
TOTALS_GUARD_FUNCTION = """
CREATE FUNCTION ledger_guard_totals() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'account totals change only by journal lines' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""

TOTALS_GUARD = """
CREATE TRIGGER ledger_totals_only_by_lines BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_accountday
FOR EACH STATEMENT EXECUTE FUNCTION ledger_guard_totals()
"""

# A line can't be dated otherwise than its entry.
LINE_OF_ENTRY = """
ALTER TABLE ledger_journalline ADD CONSTRAINT ledger_line_of_entry
FOREIGN KEY (entry_id, date) REFERENCES ledger_journalentry (id, date) DEFERRABLE INITIALLY DEFERRED
"""

SOURCE_TYPES = "INSERT INTO ledger_sourcetype (code) VALUES ('opening_stock'), ('sale')"


def _append_only(table: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("audit", "0003_append_only"), ("company", "0001_initial")]

    operations = [
        migrations.RunSQL(SOURCE_TYPES, "DELETE FROM ledger_sourcetype"),
        migrations.RunSQL(LINE_OF_ENTRY, "ALTER TABLE ledger_journalline DROP CONSTRAINT ledger_line_of_entry"),
        migrations.RunSQL(ADMIT_FUNCTION, "DROP FUNCTION ledger_admit_entry()"),
        migrations.RunSQL(ADMIT, "DROP TRIGGER ledger_entry_admit ON ledger_journalentry"),
        migrations.RunSQL(HAS_LINES_FUNCTION, "DROP FUNCTION ledger_entry_has_lines()"),
        migrations.RunSQL(HAS_LINES, "DROP TRIGGER ledger_entry_has_lines ON ledger_journalentry"),
        migrations.RunSQL(BALANCE_FUNCTION, "DROP FUNCTION ledger_balance_lines()"),
        migrations.RunSQL(BALANCE, "DROP TRIGGER ledger_lines_balance ON ledger_journalline"),
        migrations.RunSQL(TOTAL_FUNCTION, "DROP FUNCTION ledger_total_lines()"),
        migrations.RunSQL(TOTAL, "DROP TRIGGER ledger_lines_total ON ledger_journalline"),
        migrations.RunSQL(TOTALS_GUARD_FUNCTION, "DROP FUNCTION ledger_guard_totals()"),
        migrations.RunSQL(TOTALS_GUARD, "DROP TRIGGER ledger_totals_only_by_lines ON ledger_accountday"),
        _append_only("ledger_journalentry", "ledger_entry_append_only"),
        _append_only("ledger_journalline", "ledger_line_append_only"),
    ]
