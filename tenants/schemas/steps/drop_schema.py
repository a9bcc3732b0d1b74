from django.db import connection

from kernel.transactions import require_transaction


def drop_schema(name: str) -> None:
    """Drop a schema with everything in it, in the caller's transaction; nothing when there is none of that name.

    Locks each of its tables and indexes: hence `max_locks_per_transaction`.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(name)} CASCADE")
