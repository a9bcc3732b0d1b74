"""The function that makes a table append-only, and the audit trail as its first table."""

from django.db import migrations

from kernel.guarantees import append_only, function

REFUSE_CHANGE = """
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = TG_NAME;
END
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]

    operations = [function("refuse_change()", REFUSE_CHANGE), append_only("audit_auditentry")]
