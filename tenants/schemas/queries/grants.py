"""What is declared of tables and functions, and what schemas really grant."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.conf import settings

from kernel.grants import Grants
from kernel.rows import fetch_all
from tenants.schemas.rules.grants import Granted, granted_by

_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p')"
_CALLED = """
    SELECT oid::regprocedure::text FROM pg_proc
     WHERE pronamespace = %s::regnamespace AND proname = ANY (%s) AND prorettype <> 'trigger'::regtype
"""
_GRANTED = """
    WITH looked_at AS (SELECT oid, nspname, nspacl, nspowner FROM pg_namespace WHERE nspname = ANY (%s)),
    things AS (
        SELECT nspname, 'schema' AS kind, '' AS name, nspacl AS acl, nspowner AS owner FROM looked_at
        UNION ALL
        SELECT nspname, CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, relname, relacl, relowner
          FROM looked_at JOIN pg_class ON relnamespace = looked_at.oid WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        UNION ALL
        SELECT nspname, 'column', relname || '.' || attname, attacl, relowner
          FROM looked_at JOIN pg_class ON relnamespace = looked_at.oid JOIN pg_attribute ON attrelid = pg_class.oid
         WHERE attacl IS NOT NULL
        UNION ALL
        SELECT nspname, CASE prorettype WHEN 'trigger'::regtype THEN 'trigger' ELSE 'function' END, proname,
               coalesce(proacl, acldefault('f', proowner)), proowner
          FROM looked_at JOIN pg_proc ON pronamespace = looked_at.oid
    )
    SELECT nspname, kind, name, coalesce(rolname, 'PUBLIC'), privilege_type
      FROM things LEFT JOIN LATERAL aclexplode(acl) AS entry ON entry.grantee <> owner
      LEFT JOIN pg_roles ON pg_roles.oid = entry.grantee
"""


@cache
def declared_grants() -> dict[str, Grants]:
    """By table: a model's `grants`, or what config.settings.grants says of a table that has no model of ours."""
    ours = {model._meta.db_table: model.grants for model in apps.get_models() if hasattr(model, "grants")}  # noqa: SLF001 (Django's public name for it)
    return {**settings.TABLE_GRANTS, **ours}


def grants_in(schema: str) -> dict[str, Grants]:
    """What is declared of each table that the schema has. LookupError for a table of which nothing is."""
    declared, tables = declared_grants(), [name for (name,) in fetch_all(_TABLES, [schema])]
    undeclared = sorted(set(tables) - set(declared))
    if undeclared:
        raise LookupError(f"nothing says what the application may do to {', '.join(undeclared)}")
    return {table: declared[table] for table in tables}


def called_functions(schema: str) -> list[str]:
    """Those of a schema that the application may call, with their argument types."""
    return [name for (name,) in fetch_all(_CALLED, [schema, sorted(settings.CALLED_FUNCTIONS)])]


@dataclass(frozen=True, slots=True)
class GrantsFound:
    """Of one schema: what is granted beyond the declaration, and what of it is missing."""

    too_much: frozenset[Granted]
    missing: frozenset[Granted]


def wrong_grants(schemas: Sequence[str]) -> dict[str, GrantsFound]:
    """Those of the schemas whose grants aren't what is declared. One statement on the catalogue."""
    things: dict[str, set[tuple[str, str]]] = defaultdict(set)
    found: dict[str, set[Granted]] = defaultdict(set)
    for schema, kind, name, role, privilege in fetch_all(_GRANTED, [list(schemas)]):
        things[schema].add((kind, name))
        if privilege:
            found[schema].add(Granted(kind, name, role, privilege))
    wrong = {}
    for schema, its in things.items():
        expected = granted_by(
            its,
            declared_grants(),
            settings.CALLED_FUNCTIONS,
            app=settings.DATABASE_APP_ROLE,
            reader=settings.DATABASE_READER_ROLE,
        )
        if expected != found[schema]:
            wrong[schema] = GrantsFound(frozenset(found[schema] - expected), frozenset(expected - found[schema]))
    return wrong
