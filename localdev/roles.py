"""The three roles of a database (docs/decisions/0072), and the addresses at which they reach it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from localdev.problems import Problem

OWNER, APP, READER = "counterfoil", "counterfoil_app", "counterfoil_reader"

# Large objects belong to no schema, and anybody could fill the disk with them. Only a superuser may forbid it.
_NO_LARGE_OBJECTS = """
DO $$ DECLARE large regprocedure; BEGIN
    FOR large IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
                 AND proname ~ '^lo_(creat|create|from_bytea|import|open|put|export)$' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', large);
    END LOOP;
END $$
"""


@dataclass(frozen=True, slots=True)
class Addresses:
    """One database as URLs. `reader` and `superuser` are empty when nobody has told them."""

    owner: str
    app: str
    reader: str = ""
    superuser: str = ""

    def as_environment(self) -> dict[str, str]:
        """The application's own address as DATABASE_URL, the others beside it, and how the roles are called."""
        roles = {"DATABASE_APP_ROLE": user_of(self.app), "DATABASE_READER_ROLE": user_of(self.reader)}
        urls = {
            "DATABASE_URL": self.app,
            "OWNER_DATABASE_URL": self.owner,
            "READER_DATABASE_URL": self.reader,
            "SUPERUSER_DATABASE_URL": self.superuser,
        }
        return {name: value for name, value in {**roles, **urls}.items() if value}


def for_owner(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that makes and drops schemas."""
    return {**for_application(environment), "DATABASE_URL": environment["OWNER_DATABASE_URL"], "DATABASE_OWNER": "1"}


def for_application(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of all others: they know no address but their own."""
    return {name: value for name, value in environment.items() if not name.endswith("_DATABASE_URL")}


def user_of(url: str) -> str:
    return urlsplit(url).username or ""


def with_role(url: str, role: str, password: str) -> str:
    """The same database for another role."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role, safe='')}:{quote(password, safe='')}@{place}"))


def kept_passwords(file: Path, *roles: str) -> dict[str, str]:
    """Of each role a random one, the same in every run."""
    known = json.loads(file.read_text()) if file.exists() else {}
    missing = {role: secrets.token_urlsafe(24) for role in roles if role not in known}
    if missing:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps({**known, **missing}))
    return {**known, **missing}


def make_database(superuser: str, passwords: Mapping[str, str], *, creating_databases: bool) -> None:
    """On a server of ours: the roles, the owner's database, no large objects. Whatever of it is missing."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        for role in (OWNER, APP, READER):
            _make_role(connection, role, passwords[role])
        may = "CREATEDB" if creating_databases else "NOCREATEDB"
        connection.execute(f"ALTER ROLE {OWNER} {may}")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone():
            connection.execute(f"CREATE DATABASE {OWNER} OWNER {OWNER}")
    for database in (OWNER, "template1"):
        with psycopg.connect(superuser, dbname=database, autocommit=True) as connection:
            connection.execute(_NO_LARGE_OBJECTS)


def given_addresses(owner: str, directory: Path) -> Addresses:
    """Of a server that isn't ours, by its owner's address: the other roles are made there, if they are missing.

    Raises Problem when the owner may not make roles.
    """
    passwords = kept_passwords(directory / "passwords.json", APP, READER)
    app, reader = (with_role(owner, role, passwords[role]) for role in (APP, READER))
    with psycopg.connect(owner, autocommit=True) as connection:
        for role, url in ((APP, app), (READER, reader)):
            if not _connects(url):
                try:
                    _make_role(connection, role, passwords[role])
                    connection.execute(
                        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                            sql.Identifier(connection.info.dbname), sql.Identifier(role)
                        )
                    )
                except psycopg.errors.InsufficientPrivilege as error:
                    raise Problem(
                        f"DATABASE_URL's role may not make the role {role} ({error.diag.message_primary}): make it and "
                        "give both addresses, the owner's as OWNER_DATABASE_URL."
                    ) from None
    return Addresses(owner, app, reader)


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    """Made, or given this password."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
