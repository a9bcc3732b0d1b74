"""The two servers the product needs: those the environment names, else embedded ones."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from localdev.postgres import POSTGRES_BIN, postgres
from localdev.problems import Problem
from localdev.processes import Child
from localdev.roles import Addresses, given_addresses
from localdev.valkey import valkey

_OLDEST_POSTGRES = 160000


@contextmanager
def services(directory: Path, *, durable: bool = True, started: list[Child] | None = None) -> Iterator[dict[str, str]]:
    """The environment for a Django process: DATABASE_URL (the application's), OWNER_DATABASE_URL, READER_DATABASE_URL,
    REDIS_URL, and whatever else of it is not set already.

    `started` is told the processes of embedded servers.

    A DATABASE_URL that the environment names is the owner's, unless OWNER_DATABASE_URL is named too. Raises Problem
    when a server that is named doesn't answer, or an embedded one doesn't start.
    """
    given_redis = os.environ.get("REDIS_URL", "")
    if given_redis:
        check_redis(given_redis)
    with ExitStack() as stack:
        stack.enter_context(alone_in(directory))
        database = _given_database(directory) or stack.enter_context(
            postgres(directory / "postgres", durable=durable, started=started)
        )
        broker = given_redis or stack.enter_context(valkey(directory / "valkey", started=started))
        yield {
            "SECRET_KEY": _secret_key(directory),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "STATIC_FROM_SOURCES": "1",
            "PG_DUMP": str(POSTGRES_BIN / "pg_dump"),
            "FILES_DIR": str(directory / "files"),
            **os.environ,
            **database.as_environment(),
            "REDIS_URL": broker,
        }


def _given_database(directory: Path) -> Addresses | None:
    """What the environment names; None when it names none."""
    given, owner = os.environ.get("DATABASE_URL", ""), os.environ.get("OWNER_DATABASE_URL", "")
    if not given:
        return None
    check_database(given)
    if not owner:
        return given_addresses(given, directory)
    check_database(owner, name="OWNER_DATABASE_URL")
    return Addresses(owner, given, os.environ.get("READER_DATABASE_URL", ""))


@contextmanager
def alone_in(directory: Path) -> Iterator[None]:
    """Raises Problem when another command is using the servers of this directory."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Problem(f"Already running here, as process {lock.read().strip()}: stop that first.") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def check_database(url: str, *, name: str = "DATABASE_URL") -> None:
    where = _without_secrets(url)
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise Problem(f"{name} ({where}) can't be used: {str(error).strip().splitlines()[0]}") from None
    if version < _OLDEST_POSTGRES:
        raise Problem(f"{name} ({where}) is PostgreSQL {version // 10000}: Counterfoil needs 16 or newer.")


def check_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Problem(f"REDIS_URL ({_without_secrets(url)}) can't be used: {error}") from None


def _without_secrets(url: str) -> str:
    """Scheme, host and path. Not the user, the password or the options."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _secret_key(directory: Path) -> str:
    """Kept, so that sessions outlive a restart."""
    kept = directory / "secret-key"
    if not kept.exists():
        directory.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()
