"""Numbers without gaps, years that can't be mistaken, and codes that stay. See docs/ledger.md."""

from django.db import migrations

from kernel.guarantees import REFUSED, function, kept, never_deleted, trigger

# The row's lock lasts until the transaction ends.
NEXT_NUMBER = """
DECLARE
    given bigint;
BEGIN
    INSERT INTO company_numberseries AS series (outlet_id, series, fiscal_year, last_number)
    VALUES (the_outlet, the_series, the_year, 1)
    ON CONFLICT (outlet_id, series, fiscal_year) DO UPDATE SET last_number = series.last_number + 1
    RETURNING last_number INTO given;
    RETURN given;
END
"""

# company.rules.fiscal_year.fiscal_year says the same; tests/accounting/test_periods.py holds both to each other.
FISCAL_YEAR = """
DECLARE
    begins integer := (SELECT year_starts_in FROM company_business);
    first date := day - make_interval(months => begins - 1);
BEGIN
    IF begins = 1 THEN
        RETURN to_char(day, 'YYYY');
    END IF;
    RETURN to_char(first, 'YY') || to_char(first + interval '1 year', 'YY');
END
"""

# company.rules.fiscal_year.document_number says the same (every document holds both to each other), and refuses what would
# be too long.
DOCUMENT_NUMBER = """
BEGIN
    RETURN the_prefix || (SELECT code FROM company_outlet WHERE id = the_outlet) || '/' || the_year || '/' || the_serial;
END
"""

COUNTS_ON = f"""
BEGIN
    IF TG_OP = 'INSERT' AND NEW.last_number <> 1 OR TG_OP = 'UPDATE' AND
       (NEW.id, NEW.outlet_id, NEW.series, NEW.fiscal_year, NEW.last_number)
       IS DISTINCT FROM (OLD.id, OLD.outlet_id, OLD.series, OLD.fiscal_year, OLD.last_number + 1) THEN
        RAISE EXCEPTION 'a series begins with 1 and goes on by 1' {REFUSED} 'company_number_series_counts_on';
    END IF;
    RETURN NEW;
END
"""


class Migration(migrations.Migration):
    dependencies = [("company", "0001_initial"), ("audit", "0003_append_only")]

    operations = [
        function(
            "company_next_number(the_outlet bigint, the_series text, the_year text)", NEXT_NUMBER, returns="bigint"
        ),
        function("company_fiscal_year(day date)", FISCAL_YEAR, returns="text STABLE"),
        function(
            "company_document_number(the_outlet bigint, the_prefix text, the_year text, the_serial bigint)",
            DOCUMENT_NUMBER,
            returns="text STABLE",
        ),
        function("company_count_on()", COUNTS_ON),
        trigger(
            "company_number_series_counts_on",
            "company_numberseries",
            "BEFORE INSERT OR UPDATE",
            "ROW EXECUTE FUNCTION company_count_on()",
        ),
        never_deleted("company_numberseries"),
        kept(
            "company_outlet_code_stays",
            "company_outlet",
            ("code",),
            "the code of an outlet begins its document numbers and stays",
        ),
    ]
