"""What a day's tax was stays: a rate can only be ended, today or later, and begun after the last day in the books."""

from django.db import migrations

from kernel.guarantees import REFUSED, function, never_deleted, trigger

RATE_STAYS = f"""
BEGIN
    IF (NEW.id, NEW.tax_code_id, NEW.component, NEW.percent, NEW.per_unit, NEW.above, NEW.valid_from)
       IS DISTINCT FROM (OLD.id, OLD.tax_code_id, OLD.component, OLD.percent, OLD.per_unit, OLD.above, OLD.valid_from)
       OR least(OLD.valid_to, NEW.valid_to) < current_date THEN
        RAISE EXCEPTION 'a tax rate stays as it was: it can be ended, and another begun' {REFUSED} 'tax_rate_stays';
    END IF;
    RETURN NEW;
END
"""


RATE_BEGINS = f"""
BEGIN
    PERFORM 1 FROM ledger_journalentry WHERE date >= NEW.valid_from LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a tax rate begins after the last day in the books, not on %', NEW.valid_from
            {REFUSED} 'tax_rate_begins';
    END IF;
    RETURN NEW;
END
"""


class Migration(migrations.Migration):
    dependencies = [("tax", "0001_initial"), ("audit", "0003_append_only"), ("ledger", "0002_guarantees")]

    operations = [
        function("tax_keep_rate()", RATE_STAYS),
        trigger("tax_rate_stays", "tax_taxrate", "BEFORE UPDATE", "ROW EXECUTE FUNCTION tax_keep_rate()"),
        function("tax_begin_rate()", RATE_BEGINS),
        trigger("tax_rate_begins", "tax_taxrate", "BEFORE INSERT", "ROW EXECUTE FUNCTION tax_begin_rate()"),
        never_deleted("tax_taxrate"),
    ]
