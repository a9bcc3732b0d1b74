"""Clients that stop in the middle of a request keep no other waiting, however many they are."""

import http.client
import os
import signal
import socket
import time
from contextlib import ExitStack, contextmanager

import pytest

from localdev.places import BIN, ROOT
from localdev.ports import HOST, free_port
from localdev.processes import Child
from tests.waiting import TIMEOUT, until

SLOW = int(os.environ.get("SLOW_CLIENTS", "40"))
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@contextmanager
def serving(worker, log):
    port = free_port()
    command = [str(BIN / "gunicorn"), "tests.config.serving:application", f"--bind={HOST}:{port}"]
    server = Child("web", [*command, f"--worker-class={worker}", "--threads=2"], log=log, cwd=ROOT)
    try:
        until(lambda: reachable(port), f"the server: {server.last_words()}")
        yield port, server
    finally:
        server.stop()


def reachable(port):
    try:
        return ask(port) == b"got:"
    except OSError:
        return False


def ask(port, body=b""):
    connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT)
    try:
        connection.request("POST", "/", body)
        return connection.getresponse().read()
    finally:
        connection.close()


def stalled(port, sends):
    client = socket.create_connection((HOST, port), timeout=TIMEOUT)
    client.sendall(sends)
    return client


@pytest.fixture
def port(tmp_path):
    with serving("config.server.WaitressWorker", tmp_path / "web.log") as (port, _server):
        yield port


STOPS = [b"", HEAD, HEAD + b"Content-Length: 100\r\n\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"]


def test_clients_that_stop_anywhere_keep_no_other_waiting(port):
    with ExitStack() as stack:
        for number in range(SLOW):
            stack.enter_context(stalled(port, STOPS[number % len(STOPS)]))
        assert [ask(port, b"hello") for _ in range(20)] == [b"got:hello"] * 20


def test_one_that_sends_its_request_slowly_is_answered(port):
    with stalled(port, HEAD) as client:
        for part in (b"Content-Length: 4\r\nConnection: close\r\n\r\n", b"sl", b"ow"):
            time.sleep(0.1)
            client.sendall(part)
        assert client.makefile("rb").read().endswith(b"got:slow")


@pytest.mark.parametrize("stop", STOPS[1:])
def test_one_that_takes_too_long_is_cut_off(tmp_path, stop):
    with serving("tests.config.serving.HastyWorker", tmp_path / "web.log") as (port, _server), stalled(port, stop) as c:
        assert c.recv(1) == b""


def test_what_is_under_way_is_answered_when_it_is_asked_to_stop(tmp_path):
    with serving("config.server.WaitressWorker", tmp_path / "web.log") as (port, server):
        assert ask(port, b"x" * 1_000_000) == b"got:" + b"x" * 1_000_000
        os.kill(server.pid, signal.SIGTERM)
        until(lambda: not server.running, "its end")
        assert server.status == 0
