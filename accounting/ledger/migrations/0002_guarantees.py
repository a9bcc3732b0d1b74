"""What the database itself proves of the books; docs/ledger.md explains, tests/accounting/test_ledger_attacks.py attacks.

The heart: **all lines of an entry arrive in one statement, and that statement is checked as a whole**. A later line
for the same entry is refused because the entry already has lines; a line for an entry of another transaction that
has not committed is refused because the entry can't be seen. So nothing needs to be sealed, and nothing about the
balance waits for COMMIT.
"""

from django.db import migrations

from kernel.guarantees import REFUSED, STEADY_PLANS, append_only, function, kept, never_deleted, trigger

# A period's row lock taken here waits for a transaction that is closing it, and closing waits for those that have
# posted: no entry slips into a closed period. The number's year is the day's, except for a document that comes late (a
# till's sale): it keeps the number that was printed, and is posted on a later day.
ADMIT = f"""
DECLARE
    month ledger_period%ROWTYPE;
    kind ledger_sourcetype%ROWTYPE;
BEGIN
    SELECT * INTO month FROM ledger_period WHERE id = NEW.period_id FOR KEY SHARE;
    IF NOT FOUND OR NEW.date NOT BETWEEN month.starts_on AND month.ends_on THEN
        RAISE EXCEPTION 'entry % is dated outside its period', NEW.number {REFUSED} 'ledger_entry_in_period';
    END IF;
    IF NOT month.is_open OR EXISTS (
        SELECT FROM ledger_period WHERE starts_on > month.starts_on AND NOT is_open
    ) THEN
        RAISE EXCEPTION 'the period from % or a later one is closed', month.starts_on {REFUSED} 'ledger_period_open';
    END IF;
    SELECT * INTO kind FROM ledger_sourcetype WHERE code = NEW.source_type;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no document is a %', NEW.source_type {REFUSED} 'ledger_entry_source_known';
    END IF;
    IF NEW.fiscal_year > month.fiscal_year OR NEW.fiscal_year < month.fiscal_year AND NOT kind.comes_late THEN
        RAISE EXCEPTION 'entry % is numbered in another year than it is dated', NEW.number
            {REFUSED} 'ledger_entry_number_of_its_year';
    END IF;
    IF NEW.series <> kind.series OR NEW.number <> company_document_number(
        NEW.outlet_id, kind.prefix, NEW.fiscal_year, NEW.serial
    ) THEN
        RAISE EXCEPTION 'the number % is not made of kind, outlet, year and serial', NEW.number
            {REFUSED} 'ledger_entry_number_made';
    END IF;
    PERFORM 1 FROM company_numberseries
      WHERE outlet_id = NEW.outlet_id AND series = NEW.series AND fiscal_year = NEW.fiscal_year
        AND last_number = NEW.serial;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % does not carry the last number of its series', NEW.number
            {REFUSED} 'ledger_entry_number_next';
    END IF;
    RETURN NEW;
END
"""

# At COMMIT: an entry has lines, they touch only accounts that its kind of document may touch, and one that reverses
# another mirrors it, account by account at each outlet. Which kind reverses which is written in ledger_sourcetype; the
# reversal of a document has its id.
WHOLE = f"""
DECLARE
    kind ledger_sourcetype%ROWTYPE;
    posted bigint;
    allowed bigint;
BEGIN
    SELECT * INTO kind FROM ledger_sourcetype WHERE code = NEW.source_type;
    SELECT count(*), count(*) FILTER (WHERE account.role ~ concat('^(', kind.accounts, ')$')) INTO posted, allowed
      FROM ledger_journalline AS line JOIN ledger_account AS account ON account.id = line.account_id
     WHERE line.entry_id = NEW.id;
    IF posted = 0 THEN
        RAISE EXCEPTION 'entry % has no lines', NEW.number {REFUSED} 'ledger_entry_has_lines';
    END IF;
    IF allowed <> posted THEN
        RAISE EXCEPTION 'entry % touches an account that no % touches', NEW.number, NEW.source_type
            {REFUSED} 'ledger_entry_accounts';
    END IF;
    IF (kind.reverses = '') <> (NEW.reverses_id IS NULL) OR EXISTS (
        SELECT FROM ledger_journalentry
         WHERE id = NEW.reverses_id
           AND ((source_type, source_id) <> (kind.reverses, NEW.source_id) OR date > NEW.date)
    ) THEN
        RAISE EXCEPTION 'entry % is of a kind, a document or a day that does not reverse the other', NEW.number
            {REFUSED} 'ledger_entry_reverses';
    END IF;
    IF NEW.reverses_id IS NULL THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT FROM ledger_journalentry WHERE id = NEW.reverses_id AND (id = NEW.id OR reverses_id IS NOT NULL)
    ) OR EXISTS (
        SELECT FROM (
            SELECT account_id, outlet_id, debit, credit FROM ledger_journalline WHERE entry_id = NEW.id
            UNION ALL
            SELECT account_id, outlet_id, -credit, -debit FROM ledger_journalline WHERE entry_id = NEW.reverses_id
        ) AS side GROUP BY account_id, outlet_id HAVING sum(debit) <> 0 OR sum(credit) <> 0
    ) THEN
        RAISE EXCEPTION 'entry % does not mirror the one that it reverses', NEW.number {REFUSED} 'ledger_entry_mirrors';
    END IF;
    RETURN NULL;
END
"""

# The transition table goes into arrays first: Citus can't join it with a distributed table.
BALANCE = f"""
DECLARE
    entries uuid[];
    counts bigint[];
    wrong text;
BEGIN
    SELECT string_agg(DISTINCT entry_id::text, ', ') INTO wrong
      FROM (SELECT entry_id FROM posted GROUP BY entry_id, outlet_id HAVING sum(debit) <> sum(credit)) AS unequal;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'debits and credits differ in entry %', wrong {REFUSED} 'ledger_entry_balances';
    END IF;
    SELECT array_agg(entry_id), array_agg(n) INTO entries, counts
      FROM (SELECT entry_id, count(*) AS n FROM posted GROUP BY entry_id) AS added;
    SELECT string_agg(added.entry_id::text, ', ') INTO wrong
      FROM unnest(entries, counts) AS added(entry_id, n)
     WHERE NOT EXISTS (SELECT FROM ledger_journalentry AS entry WHERE entry.id = added.entry_id)
        OR added.n <> (SELECT count(*) FROM ledger_journalline AS line WHERE line.entry_id = added.entry_id);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is not open for lines', wrong {REFUSED} 'ledger_entry_sealed';
    END IF;
    RETURN NULL;
END
"""

# Rows of totals are locked in the order of outlet, account and day. Nobody but this function writes them.
TOTAL = """
BEGIN
    INSERT INTO ledger_accountday AS total (outlet_id, account_id, date, debit, credit)
    SELECT outlet_id, account_id, date, sum(debit), sum(credit) FROM posted
     GROUP BY outlet_id, account_id, date ORDER BY outlet_id, account_id, date
    ON CONFLICT (outlet_id, account_id, date)
    DO UPDATE SET debit = total.debit + excluded.debit, credit = total.credit + excluded.credit;
    RETURN NULL;
END
"""

# The business's row is the lock between months that begin and months that are closed: a first posting of July and the
# closing of August can't both succeed. It is written, not only locked, so that a transaction which goes on seeing an
# older moment (REPEATABLE READ) breaks off instead of deciding by what was.
PERIOD_BEGINS = f"""
BEGIN
    UPDATE company_business SET id = id;
    IF NOT NEW.is_open OR NEW.fiscal_year <> company_fiscal_year(NEW.starts_on)
       OR NEW.starts_on NOT BETWEEN '2000-01-01' AND '2099-12-01' THEN
        RAISE EXCEPTION 'the month from % begins open and in its own year', NEW.starts_on {REFUSED} 'ledger_period_begins';
    END IF;
    IF EXISTS (SELECT FROM ledger_period WHERE starts_on > NEW.starts_on AND NOT is_open) THEN
        RAISE EXCEPTION 'a period after % is closed', NEW.starts_on {REFUSED} 'ledger_period_open';
    END IF;
    RETURN NEW;
END
"""

# Nobody begins or closes a month meanwhile, and postings into this one are waited for: not for long.
CHANGE = """
DECLARE
    month ledger_period%ROWTYPE;
BEGIN
    UPDATE company_business SET id = id;
    SELECT * INTO month FROM ledger_period WHERE id = the_period FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no such period' {REFUSED} 'ledger_period_known';
    END IF;
    {checks}
    UPDATE ledger_period SET is_open = {opens} WHERE id = the_period;
    INSERT INTO ledger_periodchange (period_id, is_open, actor_id, reason, at)
    VALUES (the_period, {opens}, the_actor, the_reason, statement_timestamp());
EXCEPTION WHEN lock_not_available THEN
    RAISE EXCEPTION 'others are at the period' {REFUSED} 'ledger_period_quiet';
END
"""

# Months close in their order. One is over when it is over by the clock of every outlet.
CLOSES = f"""
    IF NOT month.is_open THEN
        RAISE EXCEPTION 'the period from % is closed', month.starts_on {REFUSED} 'ledger_period_closes_once';
    END IF;
    IF EXISTS (SELECT FROM ledger_period WHERE starts_on < month.starts_on AND is_open) THEN
        RAISE EXCEPTION 'a period before % is open', month.starts_on {REFUSED} 'ledger_period_order';
    END IF;
    IF EXISTS (
        SELECT FROM company_outlet WHERE (statement_timestamp() AT TIME ZONE timezone)::date <= month.ends_on
    ) THEN
        RAISE EXCEPTION 'the month until % is not over', month.ends_on {REFUSED} 'ledger_period_over';
    END IF;
"""

# Months reopen in the opposite order, so that a closed month never has an open one before it.
REOPENS = f"""
    IF month.is_open THEN
        RAISE EXCEPTION 'the period from % is open', month.starts_on {REFUSED} 'ledger_period_reopens_once';
    END IF;
    IF EXISTS (SELECT FROM ledger_period WHERE starts_on > month.starts_on AND NOT is_open) THEN
        RAISE EXCEPTION 'a period after % is closed', month.starts_on {REFUSED} 'ledger_period_reopens_last_first';
    END IF;
    IF the_reason !~ '[^[:space:]]' THEN
        RAISE EXCEPTION 'why is the period reopened?' {REFUSED} 'ledger_period_reopens_for_a_reason';
    END IF;
"""

# Amounts are kept in the currency, months in the year: both are what they were when the books began.
BUSINESS_STAYS = f"""
BEGIN
    IF NEW.currency <> OLD.currency OR EXISTS (SELECT FROM ledger_period) THEN
        RAISE EXCEPTION 'the currency and the financial year stay once there are books'
            {REFUSED} 'ledger_business_stays';
    END IF;
    RETURN NEW;
END
"""

# At COMMIT: a number that was taken is carried by an entry. Receipts (series sale) prove theirs in sales.selling.
NUMBER_USED = f"""
BEGIN
    PERFORM 1 FROM ledger_journalentry
      WHERE outlet_id = NEW.outlet_id AND series = NEW.series AND fiscal_year = NEW.fiscal_year
        AND serial = NEW.last_number;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'number % of series % is carried by no entry', NEW.last_number, NEW.series
            {REFUSED} 'ledger_number_used';
    END IF;
    RETURN NULL;
END
"""

# A line can't be dated otherwise than its entry.
LINE_OF_ENTRY = """
ALTER TABLE ledger_journalline ADD CONSTRAINT ledger_line_of_entry
FOREIGN KEY (entry_id, date) REFERENCES ledger_journalentry (id, date) DEFERRABLE INITIALLY DEFERRED
"""

# Begins with a first day, ends with a last one, and is no longer than a month.
WHOLE_MONTH = """
ALTER TABLE ledger_period ADD CONSTRAINT ledger_period_whole_month
CHECK (extract(day FROM ends_on + 1) = 1 AND ends_on - starts_on BETWEEN 27 AND 30)
"""

# The rows of accounting.ledger.rules.documents.DOCUMENTS.
SOURCE_TYPES = """
INSERT INTO ledger_sourcetype (code, series, prefix, comes_late, accounts, reverses)
VALUES ('opening_stock', 'opening', 'O-', false, 'inventory|opening_equity', ''),
       ('opening_stock_reversal', 'opening', 'O-', false, 'inventory|opening_equity', 'opening_stock'),
       ('sale', 'sale', '', true, 'cash|card_clearing|mobile_clearing|sales|output_tax_.+|cogs|inventory', '')
"""

# The rows of accounting.ledger.rules.chart.ACCOUNT_OF_TENDER.
TENDER_ACCOUNTS = """
INSERT INTO ledger_tenderaccount (method, role)
VALUES ('cash', 'cash'), ('card', 'card_clearing'), ('mobile', 'mobile_clearing')
"""

_LINES = "AFTER INSERT REFERENCING NEW TABLE AS posted"


def _changes_period(name: str, checks: str, *, opens: bool) -> migrations.RunSQL:
    return function(
        f"{name}(the_period bigint, the_actor bigint, the_reason text)",
        CHANGE.format(REFUSED=REFUSED, checks=checks.strip(), opens=opens),
        returns="void",
        settings="SET lock_timeout TO '5s'",
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("audit", "0003_append_only"), ("company", "0002_guarantees")]

    operations = [
        migrations.RunSQL(SOURCE_TYPES, "DELETE FROM ledger_sourcetype"),
        migrations.RunSQL(TENDER_ACCOUNTS, "DELETE FROM ledger_tenderaccount"),
        migrations.RunSQL(LINE_OF_ENTRY, "ALTER TABLE ledger_journalline DROP CONSTRAINT ledger_line_of_entry"),
        function("ledger_admit_entry()", ADMIT),
        trigger(
            "ledger_entry_admit", "ledger_journalentry", "BEFORE INSERT", "ROW EXECUTE FUNCTION ledger_admit_entry()"
        ),
        function("ledger_entry_whole()", WHOLE, settings=STEADY_PLANS),
        trigger(
            "ledger_entry_whole",
            "ledger_journalentry",
            "AFTER INSERT",
            "ROW EXECUTE FUNCTION ledger_entry_whole()",
            deferred=True,
        ),
        function("ledger_balance_lines()", BALANCE, settings=STEADY_PLANS),
        trigger(
            "ledger_lines_balance", "ledger_journalline", _LINES, "STATEMENT EXECUTE FUNCTION ledger_balance_lines()"
        ),
        function("ledger_total_lines()", TOTAL, settings="SET plan_cache_mode TO force_generic_plan"),
        trigger("ledger_lines_total", "ledger_journalline", _LINES, "STATEMENT EXECUTE FUNCTION ledger_total_lines()"),
        append_only("ledger_journalentry"),
        append_only("ledger_journalline"),
        migrations.RunSQL(WHOLE_MONTH, "ALTER TABLE ledger_period DROP CONSTRAINT ledger_period_whole_month"),
        function("ledger_begin_period()", PERIOD_BEGINS),
        trigger("ledger_period_begins", "ledger_period", "BEFORE INSERT", "ROW EXECUTE FUNCTION ledger_begin_period()"),
        kept(
            "ledger_period_stays",
            "ledger_period",
            ("id", "starts_on", "ends_on", "fiscal_year"),
            "the dates and the year of a period stay",
        ),
        never_deleted("ledger_period"),
        append_only("ledger_periodchange"),
        _changes_period("ledger_close_period", CLOSES, opens=False),
        _changes_period("ledger_reopen_period", REOPENS, opens=True),
        kept(
            "ledger_account_stays",
            "ledger_account",
            ("id", "kind", "role"),
            "the kind and the role of an account stay",
        ),
        function("ledger_keep_business()", BUSINESS_STAYS),
        trigger(
            "ledger_business_stays",
            "company_business",
            "BEFORE UPDATE",
            "ROW WHEN ((NEW.currency, NEW.year_starts_in) IS DISTINCT FROM (OLD.currency, OLD.year_starts_in))"
            " EXECUTE FUNCTION ledger_keep_business()",
        ),
        function("ledger_prove_number()", NUMBER_USED, settings=STEADY_PLANS),
        trigger(
            "ledger_number_used",
            "company_numberseries",
            "AFTER INSERT OR UPDATE",
            "ROW WHEN (NEW.series <> 'sale') EXECUTE FUNCTION ledger_prove_number()",
            deferred=True,
        ),
    ]
