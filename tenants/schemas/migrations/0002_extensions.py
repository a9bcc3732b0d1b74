"""The schema that stands on every search path, and the extensions in it."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schemas", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS extensions", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions", migrations.RunSQL.noop),
    ]
