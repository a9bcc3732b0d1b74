from django.conf import settings
from django.db import connection

from kernel.rows import fetch_all
from kernel.transactions import require_transaction
from tenants.schemas.queries.grants import called_functions, grants_in
from tenants.schemas.rules.grants import statements_for, statements_for_database


def grant_schema(name: str) -> None:
    """Give the two roles what is declared of the schema's tables and functions, and take everything else.

    By the owner, in the transaction that made or changed the schema. LookupError for a table without a declaration.
    """
    require_transaction()
    _execute(*statements_for(name, grants_in(name), called_functions(name), **_roles()))


def grant_database() -> None:
    """The same for the database itself and for the schemas on every search path. LookupError without the roles."""
    require_transaction()
    _require_roles()
    database = connection.settings_dict["NAME"]
    _execute(*statements_for_database(database, settings.PG_EXTRA_SEARCH_PATHS, **_roles()))


def _roles() -> dict[str, str]:
    return {"app": settings.DATABASE_APP_ROLE, "reader": settings.DATABASE_READER_ROLE}


def _require_roles() -> None:
    wanted = set(_roles().values())
    missing = wanted - {
        name for (name,) in fetch_all("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(wanted)])
    }
    if missing:
        raise LookupError(
            f"PostgreSQL has no role {', '.join(sorted(missing))}: docs/operations.md says how to make it"
        )


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
