"""The three roles of a database (docs/decisions/0072), and the addresses at which they reach it."""

import json
import os
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from localdev.places import ROOT
from localdev.problems import Problem

OWNER, APP, READER = "counterfoil", "counterfoil_app", "counterfoil_reader"
ROLES = ROOT / "docker" / "roles.sh"


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


def known_passwords(file: Path) -> dict[str, str]:
    """By role; empty before there are any."""
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return known


def kept_passwords(file: Path, *roles: str) -> dict[str, str]:
    """Of each role a random one, the same in every run."""
    known = known_passwords(file)
    missing = {role: secrets.token_urlsafe(24) for role in roles if role not in known}
    if missing:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps({**known, **missing}))
    return {**known, **missing}


def make_database(superuser: str, passwords: Mapping[str, str], *, programs: Path, creating_databases: bool) -> None:
    """On a server of ours, by docker/roles.sh: the roles, the owner's database, no large objects. Whatever of it is
    missing. `programs` has PostgreSQL's psql. Raises Problem with what that says.
    """
    environment = script_environment(superuser, passwords[OWNER], passwords[APP], passwords[READER], programs=programs)
    made = subprocess.run(["sh", ROLES], env=environment, check=False, capture_output=True, text=True)
    if made.returncode:
        raise Problem(f"The roles could not be made: {made.stderr.strip()}")
    may = "CREATEDB" if creating_databases else "NOCREATEDB"
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {OWNER} {may}")


def script_environment(superuser: str, owner: str, app: str, reader: str, *, programs: Path) -> dict[str, str]:
    """What docker/roles.sh is to know: the server by its superuser's address, and the roles' passwords."""
    server = urlsplit(superuser)
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PGHOST": server.hostname or "",
        "PGPORT": str(server.port or ""),
        "PGPASSWORD": unquote(server.password or ""),
        "OWNER_PASSWORD": owner,
        "APP_PASSWORD": app,
        "READER_PASSWORD": reader,
    }


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
