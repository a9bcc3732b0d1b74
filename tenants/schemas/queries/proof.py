"""What a proof asks of a schema: whether it is made of what the code declares, belongs to whom it should, and grants
what is declared; and of any schema's tables, whether each row that one names is there.
"""

from collections.abc import Iterable, Iterator, Mapping
from os.path import commonprefix
from typing import Any

from kernel.proofs import SHOWN, Finding, Question, ask
from kernel.rows import fetch_all
from kernel.schemas import current_schema
from tenants.schemas.queries.catalogue import catalogue
from tenants.schemas.queries.grants import wrong_grants
from tenants.schemas.rules.comparing import Name, differences

_LETTERS, _BEFORE = 300, 60
"""Of a definition, shown: so many, and so many of them before the first difference."""

LACKING = "the schema lacks something"
UNDECLARED = "the schema has something that is not declared"
OTHERWISE = "something in the schema is not as it is declared"
OTHER_CODE = "the schema's migrations are not those of this code"
GRANTED = "a role may do more than is declared"
UNGRANTED = "a role may do less than is declared"

OWNERS = Question(
    "something belongs to another role than the database does",
    """
    SELECT kind, name, pg_get_userbyid(owner) AS owner
      FROM (
        SELECT 'schema' AS kind, nspname AS name, nspowner AS owner, oid AS place FROM pg_namespace
        UNION ALL
        SELECT 'relation', relname, relowner, relnamespace FROM pg_class
        UNION ALL
        SELECT 'function', proname, proowner, pronamespace FROM pg_proc
        UNION ALL
        SELECT 'type', typname, typowner, typnamespace FROM pg_type
      ) AS thing
     WHERE place = current_schema()::regnamespace
       AND owner NOT IN ('pg_database_owner'::regrole,
                         (SELECT datdba FROM pg_database WHERE datname = current_database()))
    """,
)

# A row of each foreign key whose rows name none; a key of several columns binds only when it has all of them.
_REFERENCES = """
    SELECT string_agg(format(
        'SELECT %%L AS "table", %%L AS columns, jsonb_build_array(%%s) AS names, count(*) AS rows FROM %%s AS child'
        ' WHERE (%%s) IS NOT NULL AND NOT EXISTS (SELECT FROM %%s AS parent WHERE (%%s) = (%%s)) GROUP BY %%s',
        conrelid::regclass, own.names, own.columns, conrelid::regclass, own.columns, confrelid::regclass, own.columns,
        other.columns, own.columns), ' UNION ALL ')
      FROM pg_constraint,
           LATERAL (SELECT string_agg('child.' || quote_ident(attname), ', ' ORDER BY place) AS columns,
                           string_agg(attname, ', ' ORDER BY place) AS names
                      FROM unnest(conkey) WITH ORDINALITY AS key (number, place)
                      JOIN pg_attribute ON attrelid = conrelid AND attnum = number) AS own,
           LATERAL (SELECT string_agg('parent.' || quote_ident(attname), ', ' ORDER BY place) AS columns
                      FROM unnest(confkey) WITH ORDINALITY AS key (number, place)
                      JOIN pg_attribute ON attrelid = confrelid AND attnum = number) AS other
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


def schema_findings(expected: Mapping[Name, Iterable[str]]) -> list[Finding]:
    """What is wrong with the schema that the connection is set to, as such. In the caller's transaction."""
    found = [*_made_otherwise(expected), ask(OWNERS), *grant_findings(), _dangling()]
    return [finding for finding in found if finding]


def owner_findings() -> list[Finding]:
    """The same of one that has no template (public): who owns it, and who may do what there."""
    found = [ask(OWNERS), *grant_findings()]
    return [finding for finding in found if finding]


def _made_otherwise(expected: Mapping[Name, Iterable[str]]) -> Iterator[Finding | None]:
    """Of a schema of other code only that: what else differs follows from it."""
    missing, undeclared, otherwise = differences(catalogue(), expected)
    migrations = [{"migration": name} for kind, name in missing + undeclared if kind == "migration"]
    if migrations:
        yield _finding(OTHER_CODE, migrations)
        return
    yield _finding(LACKING, [{"kind": kind, "name": name} for kind, name in missing])
    yield _finding(UNDECLARED, [{"kind": kind, "name": name} for kind, name in undeclared])
    yield _finding(
        OTHERWISE,
        [{"kind": kind, "name": name, **_excerpts(found, right)} for (kind, name), found, right in otherwise],
    )


def _excerpts(found: str, right: str) -> dict[str, str]:
    """Of a function's text the part that matters is seldom its beginning."""
    start = max(0, len(commonprefix([found, right])) - _BEFORE)  # noqa: RUF071 (text, not paths)
    return {"found": found[start:][:_LETTERS], "declared": right[start:][:_LETTERS]}


def grant_findings() -> Iterator[Finding | None]:
    """By role and table."""
    wrong = wrong_grants([current_schema()]).get(current_schema())
    if wrong:
        yield _finding(GRANTED, [granted._asdict() for granted in sorted(wrong.too_much)])
        yield _finding(UNGRANTED, [granted._asdict() for granted in sorted(wrong.missing)])


def _dangling() -> Finding | None:
    """Rows that name others which aren't there: a constraint's own triggers can be switched off."""
    ((sql,),) = fetch_all(_REFERENCES)
    return ask(Question("rows name others that are not there", sql)) if sql else None


def _finding(question: str, rows: list[dict[str, Any]]) -> Finding | None:
    return Finding(question, len(rows), tuple(rows[:SHOWN])) if rows else None
