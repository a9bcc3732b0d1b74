"""What a connection may see. Imported by the database backend, so it imports no model."""

from typing import Protocol


class Connection(Protocol):
    """As much of django-tenants' database wrapper as is touched here."""

    include_public_schema: bool
    tenant: object
    schema_name: str
    atomic_blocks: list[object]


def guard(connection: Connection, tenant: object) -> None:
    """Called whenever a connection is set to a schema, by whichever way.

    Never adds `public` behind a tenant's schema. RuntimeError when the schema would change inside a transaction (a
    test's own around it doesn't count): half of it would land in another business, and triggers that run at COMMIT
    would look there. The connection then stays where it was.
    """
    connection.include_public_schema = False
    before = getattr(connection, "guarded_tenant", None)
    if before is not None and connection.schema_name != before.schema_name and _in_transaction(connection):
        connection.tenant, connection.schema_name = before, before.schema_name
        raise RuntimeError("the schema may not change inside a transaction")
    connection.guarded_tenant = tenant  # type: ignore[attr-defined]


def _in_transaction(connection: Connection) -> bool:
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
