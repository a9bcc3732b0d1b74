from django.core.management import call_command

from kernel.schemas import PUBLIC, use_public
from kernel.transactions import run_in_transaction
from tenants.schemas.steps.grant import grant_database, grant_schema
from tenants.upgrades.queries.migrations import public_is_behind


def migrate_public() -> None:
    """Bring the public schema to the running code, and give the two roles what they need of it and of the database.

    Not one transaction: migrations open their own. LookupError where a role is missing.
    """
    use_public()
    if public_is_behind():
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    run_in_transaction(_grant)


def _grant() -> None:
    grant_database()
    grant_schema(PUBLIC)
