"""Migrations, when there are any."""

from django.core.management import call_command


def migrate() -> None:
    """Public schema and every business's."""
    call_command("migrate_tenants", verbosity=0)
