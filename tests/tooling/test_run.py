"""`make run`, really: it starts, says where, stops with everything it started, and complains in one line."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import psutil
import pytest

from localdev.assets import DIST
from localdev.places import ROOT
from localdev.ports import HOST, free_port
from tests.waiting import TIMEOUT

GIVEN = (
    "DATABASE",
    "OWNER_DATABASE_URL",
    "READER_DATABASE_URL",
    "SUPERUSER_DATABASE_URL",
    "REDIS_URL",
    "STRIPE_API_KEY",
)
pytestmark = [
    pytest.mark.skipif(not (DIST / ".built").exists(), reason="the front end is built by make test"),
    pytest.mark.xdist_group("run"),
]


def environment(directory, **more):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(GIVEN)}
    return {**clean, "LOCAL_DIR": str(directory), "DEMO_DAYS": "1", "PYTHONUNBUFFERED": "1", **more}


@contextmanager
def running(env):
    command = [sys.executable, "-m", "localdev", "run"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        try:
            yield run
        finally:
            run.kill()


def printed_until(run, text, seconds=600):
    lines, deadline = [], time.monotonic() + seconds
    while time.monotonic() < deadline:
        line = run.stdout.readline()
        lines.append(line)
        if text in line or not line:
            break
    return "".join(lines)


def answers(host, port, path="/readyz"):
    request = urllib.request.Request(f"http://{HOST}:{port}{path}", headers={"Host": f"{host}:{port}"})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 (http, as it says)
        return response.status


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_says_where_and_stops_whatever_it_started(tmp_path_factory, how):
    directory, port = tmp_path_factory.getbasetemp() / "run", free_port()
    with running(environment(directory, PORT=str(port))) as run:
        said = printed_until(run, "operator@")
        assert f"http://demo.localhost:{port}" in said, said
        assert re.search(r"owner +owner@demo\.test", said)
        assert answers("localhost", port, "/") == answers("demo.localhost", port, "/sign-in/") == 200
        stand_in = re.search(r"(http://localhost:\d+) stands in for Stripe", said)
        with urllib.request.urlopen(stand_in[1], timeout=TIMEOUT) as page:  # noqa: S310 (http, as it says)
            assert "no money moves" in page.read().decode()
        started = psutil.Process(run.pid).children(recursive=True)
        assert len(started) >= 6
        run.send_signal(how)
        assert run.wait(TIMEOUT) == 0
    _gone, alive = psutil.wait_procs(started, timeout=TIMEOUT)
    assert not alive


def complaint(env):
    done = subprocess.run(
        [sys.executable, "-m", "localdev", "run"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_a_busy_port_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert complaint(environment(tmp_path, PORT=str(port))).startswith(f"Port {port} is busy")


def test_a_wrong_url_is_one_line(tmp_path):
    port = str(free_port())
    wrong = environment(tmp_path, PORT=port, DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/shop")
    assert complaint(wrong).startswith("DATABASE_URL (postgresql://127.0.0.1:1/shop) can't be used")
    wrong = environment(tmp_path, PORT=port, REDIS_URL="redis://127.0.0.1:1/0")
    assert complaint(wrong).startswith("REDIS_URL (redis://127.0.0.1:1/0) can't be used")
