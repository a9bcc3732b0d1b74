import secrets

from django.db import connection

from kernel.transactions import require_transaction
from tenants.schemas.rules.dump import retargeted
from tenants.schemas.steps.grant import grant_schema


def new_schema_name() -> str:
    """An opaque name that says nothing about its business: `t_` and 20 random hexadecimal digits."""
    return f"t_{secrets.token_hex(10)}"


def make_schema(*, name: str, template: list[str]) -> None:
    """Make a tenant's schema from the template's statements, one at a time, in the caller's transaction.

    One statement each and no function that runs them, because Citus doesn't distribute tables made otherwise.
    Never adopts a schema: `CREATE SCHEMA` is the first statement and fails if the name exists.
    """
    require_transaction()
    with connection.cursor() as cursor:
        # The functions in it name tables that come later.
        cursor.execute("SET LOCAL check_function_bodies = off")
        for statement in retargeted(template, schema=name):
            cursor.execute(statement)
    grant_schema(name)
