"""What is declared, as the statements that give it to the two roles and as what is then found in the catalogue."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from kernel.grants import Grants

_PRIVILEGES = ("INSERT", "UPDATE", "DELETE")


def quoted(name: str) -> str:
    """An identifier as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def statements_for(
    schema: str, tables: Mapping[str, Grants], functions: Iterable[str], *, app: str, reader: str
) -> Iterator[str]:
    """For a schema with these tables. `functions` are those that the application calls, with their argument types.

    A handful for all tables together: one for each table takes half as long again. What isn't declared is revoked.
    """
    place, both = quoted(schema), f"{quoted(app)}, {quoted(reader)}"
    for kind in ("TABLES", "SEQUENCES", "ROUTINES"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA {place} FROM PUBLIC, {both}"
    yield f"REVOKE ALL ON SCHEMA {place} FROM PUBLIC, {both}"
    yield f"GRANT USAGE ON SCHEMA {place} TO {both}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {place} TO {both}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {place} TO {both}"  # pg_dump reads them
    for privilege in _PRIVILEGES:
        named = [
            f"{place}.{quoted(table)}" for table, grants in sorted(tables.items()) if privilege in grants.privileges
        ]
        if named:
            yield f"GRANT {privilege} ON {', '.join(named)} TO {quoted(app)}"
    for table, grants in sorted(tables.items()):
        if grants.columns:
            columns = ", ".join(map(quoted, grants.columns))
            yield f"GRANT UPDATE ({columns}) ON {place}.{quoted(table)} TO {quoted(app)}"
    if called := sorted(functions):
        yield f"GRANT EXECUTE ON FUNCTION {', '.join(called)} TO {quoted(app)}"


def statements_for_database(database: str, schemas: Iterable[str], *, app: str, reader: str) -> Iterator[str]:
    """Nobody but the two roles gets in; nobody but the owner makes schemas or temporary tables.

    `schemas` are those that stand on every search path: they may be looked into.
    """
    place, both = quoted(database), f"{quoted(app)}, {quoted(reader)}"
    yield f"REVOKE ALL ON DATABASE {place} FROM PUBLIC, {both}"
    yield f"GRANT CONNECT ON DATABASE {place} TO {both}"
    for schema in schemas:
        yield f"REVOKE ALL ON SCHEMA {quoted(schema)} FROM PUBLIC, {both}"
        yield f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {both}"


class Granted(NamedTuple):
    """One privilege of a role on a thing: ("table", "stock_batch", "counterfoil_app", "INSERT")."""

    kind: str
    name: str
    role: str
    privilege: str


def granted_by(
    things: Iterable[tuple[str, str]], declared: Mapping[str, Grants], called: Container[str], *, app: str, reader: str
) -> set[Granted]:
    """What a schema with these things (kind, name) grants when it grants what is declared."""
    granted: set[Granted] = set()
    for kind, name in things:
        if kind == "schema":
            granted |= {Granted(kind, name, role, "USAGE") for role in (app, reader)}
        elif kind in {"table", "sequence"}:
            granted |= {Granted(kind, name, role, "SELECT") for role in (app, reader)}
        elif kind == "function" and name in called:
            granted.add(Granted(kind, name, app, "EXECUTE"))
        if kind == "table" and (grants := declared.get(name)):
            granted |= {Granted(kind, name, app, privilege) for privilege in grants.privileges}
            granted |= {Granted("column", f"{name}.{column}", app, "UPDATE") for column in grants.columns}
    return granted
