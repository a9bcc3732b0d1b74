"""What was sold stays as it was sold."""

from django.db import migrations


def _append_only(table: str) -> migrations.RunSQL:
    name = f"{table}_append_only"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("selling", "0001_initial"), ("audit", "0003_append_only")]

    operations = [_append_only("selling_sale"), _append_only("selling_saleline"), _append_only("selling_payment")]
