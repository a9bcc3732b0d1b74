"""`make run`: the whole product on this machine, with a demo business, until Ctrl-C."""

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType

from localdev.assets import build_assets
from localdev.demo.people import OPERATOR, PASSWORD, PEOPLE, SUBDOMAIN
from localdev.keeping import Kept, kept
from localdev.payments import payments
from localdev.places import BIN, LOCAL, ROOT
from localdev.ports import HOST, chosen_port
from localdev.problems import Problem
from localdev.processes import Child
from localdev.roles import for_application, for_owner
from localdev.services import services

HERE = LOCAL / "run"
LOGS = HERE / "log"
_READY_SECONDS = 180


def run() -> int:
    """Exit status 0 when it was asked to stop. Raises Problem when something keeps it from starting."""
    port = chosen_port(os.environ.get("PORT", "8000"))
    try:
        with ExitStack() as stack:
            stack.enter_context(stopped_by_signals())
            build_assets()
            servers: list[Child] = []
            env = stack.enter_context(services(HERE, started=servers)) | {"PUBLIC_URL": f"http://localhost:{port}"}
            paying = stack.enter_context(payments(HERE, logs=LOGS, port=port))
            env |= paying
            prepare(for_owner(env))
            web = stack.enter_context(running(start_web(for_application(env), port)))
            await_ready(port, web)
            worker = stack.enter_context(running(start_worker(for_application(env))))
            schemas_worker = stack.enter_context(running(start_schemas_worker(for_owner(env))))
            print(welcome(port, paying.get("STRIPE_API_BASE", "")), flush=True)
            watch([web, worker, schemas_worker], kept(servers))
    except KeyboardInterrupt:
        print("\nStopped. The data is kept; make run continues with it.")
    return 0


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end us as Ctrl-C does; a second signal doesn't interrupt the stopping."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def running(child: Child) -> Iterator[Child]:
    try:
        yield child
    finally:
        child.stop()


def prepare(env: Mapping[str, str]) -> None:
    """Migrations, spare schemas, static files, the demo business: whatever of it is missing."""
    with running(Child("preparation", [BIN / "python", "-m", "localdev.prepare"], env=env, cwd=ROOT)) as preparation:
        while preparation.running:
            time.sleep(0.05)
    if preparation.status:
        raise Problem("The product could not be prepared: see above.")


def start_web(env: Mapping[str, str], port: int) -> Child:
    command = [
        str(BIN / "gunicorn"),
        "config.wsgi",
        *_binds(port),
        "--worker-class=config.server.WaitressWorker",
        "--workers=2",
        "--threads=4",
    ]
    loading = "--reload" if env.get("DEBUG") == "1" else "--preload"
    return Child("web", [*command, loading], log=LOGS / "web.log", env=env, cwd=ROOT)


_WORKER = [str(BIN / "celery"), "--app", "config.celery", "--quiet", "worker", "--loglevel=INFO"]


def start_worker(env: Mapping[str, str]) -> Child:
    """Does the work that waits in Valkey, in whichever queue of the application's, and is its own beat."""
    beat = ["--concurrency=2", "--beat", f"--schedule={HERE / 'beat-schedule'}"]
    return Child("worker", [*_WORKER, *beat], log=LOGS / "worker.log", env=env, cwd=ROOT)


def start_schemas_worker(env: Mapping[str, str]) -> Child:
    """Makes spare schemas, restores and deletes businesses: what only the owner of the database may."""
    one = ["--queues=schemas", "--concurrency=1", "--hostname=schemas@%h"]
    return Child("schemas worker", [*_WORKER, *one], log=LOGS / "schemas-worker.log", env=env, cwd=ROOT)


def _binds(port: int) -> list[str]:
    """Browsers try ::1 first for localhost where there is IPv6."""
    binds = [f"--bind={HOST}:{port}"]
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return binds
    return [*binds, f"--bind=[::1]:{port}"]


def await_ready(port: int, web: Child) -> None:
    """Until the first page is served. Raises Problem when that doesn't happen."""
    landing = urllib.request.Request(f"http://{HOST}:{port}/", headers={"Host": f"localhost:{port}"})
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        complain_about_dead([web])
        try:
            with urllib.request.urlopen(landing, timeout=5):  # noqa: S310 (http, as it says)
                return
        except urllib.error.HTTPError as error:
            raise Problem(f"The first page answers {error.code}. The end of the log:\n{web.last_words()}") from None
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise Problem(f"The web server did not get ready in {_READY_SECONDS} s: see {web.log}.")


def watch(children: list[Child], servers: Sequence[Kept]) -> None:
    """Until a signal comes. A server that dies is started again; raises Problem when another process dies of itself."""
    while True:
        for server in servers:
            server.keep()
        complain_about_dead(children)
        time.sleep(0.5)


def complain_about_dead(children: list[Child]) -> None:
    for child in children:
        if not child.running:
            raise Problem(f"The {child.name} process ended by itself. The end of its log:\n{child.last_words()}")


def welcome(port: int, stand_in: str) -> str:
    demo = f"http://{SUBDOMAIN}.localhost:{port}"
    lines = [
        "",
        "Counterfoil is running. Ctrl-C stops it.",
        "",
        f"  Sign up a business   http://localhost:{port}",
        f"  Demo business        {demo}",
        f"  API                  {demo}/api/docs/",
        f"  Payments             {_payments(stand_in)}",
        f"  Operator console     http://localhost:{port}/console/",
        f"  Logs and mails       {os.path.relpath(LOGS, ROOT)}/",
        "",
        f"  Sign in with the password {PASSWORD} as",
        *(f"  {person.role:<12} {person.email}" for person in PEOPLE),
        f"  operator     {OPERATOR} (console; it has you set up an authenticator app first)",
        "",
    ]
    return "\n".join(lines)


def _payments(stand_in: str) -> str:
    if not stand_in:
        return "your STRIPE_API_KEY"
    return f"{stand_in} stands in for Stripe: no money moves (STRIPE_API_KEY uses the real one)"
