"""The functions by which triggers refuse, and the audit trail as the first append-only table."""

from django.db import migrations

from kernel.guarantees import append_only, function

REFUSE_CHANGE = """
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = TG_NAME;
END
"""

# For triggers whose WHEN has decided: they give the words, and their own name is the constraint that is told.
REFUSE = """
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]

    operations = [
        function("refuse_change()", REFUSE_CHANGE),
        function("refuse()", REFUSE),
        append_only("audit_auditentry"),
    ]
