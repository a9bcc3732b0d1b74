"""Where the environment meets the program: variables, ports, servers."""

import os
import re
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from localdev.places import ROOT
from localdev.ports import HOST, chosen_port, free_port
from localdev.problems import Problem
from localdev.processes import Child
from localdev.services import alone_in, check_database, check_redis
from tests.waiting import TIMEOUT, until


def test_env_example_names_every_variable_that_settings_read():
    settings = "".join(path.read_text() for path in (ROOT / "config" / "settings").glob("*.py"))
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == named


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1"])
def test_port_that_is_none(text):
    with pytest.raises(Problem, match=r"is not a port: give a number"):
        chosen_port(text)


def test_port_that_is_busy():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Problem, match=rf"Port {port} is busy: .* PORT={port + 1}"):
            chosen_port(str(port))


def test_port_that_is_free():
    port = free_port()
    assert chosen_port(str(port)) == port


@pytest.mark.parametrize(
    ("check", "url"),
    [
        (check_database, "postgresql://me:hunter2@127.0.0.1:1/shop"),
        (check_redis, "redis://:hunter2@127.0.0.1:1/0"),
    ],
)
def test_server_that_does_not_answer_gives_one_line_without_the_password(check, url):
    with pytest.raises(Problem) as raised:
        check(url)
    line = str(raised.value)
    assert "127.0.0.1:1/" in line
    assert "\n" not in line
    assert "hunter2" not in line


def test_url_that_is_none():
    with pytest.raises(Problem, match="REDIS_URL"):
        check_redis("nonsense")
    with pytest.raises(Problem, match="DATABASE_URL"):
        check_database("nonsense")


def test_a_second_command_in_the_same_place_is_told_of_the_first(tmp_path):
    with alone_in(tmp_path), pytest.raises(Problem, match=f"process {os.getpid()}"), alone_in(tmp_path):
        pass


def test_child_is_asked_to_stop_and_its_last_words_are_kept(tmp_path):
    child = Child("sleeper", ["sh", "-c", "echo awake; exec sleep 60"], log=tmp_path / "log")
    until(lambda: child.last_words() == "awake", "its first words")
    assert child.running
    child.stop(timeout=TIMEOUT)
    assert child.status == -signal.SIGTERM
    assert child.last_words() == "awake"


def test_child_that_will_not_stop_is_ended_with_what_it_started(tmp_path):
    child = Child("stubborn", ["sh", "-c", "trap '' TERM; echo deaf; sleep 60"], log=tmp_path / "log")
    until(lambda: child.last_words() == "deaf", "its first words")
    children = psutil.Process(child.pid).children()
    child.stop(timeout=0.1)
    assert child.status == -signal.SIGKILL
    _gone, alive = psutil.wait_procs(children, timeout=TIMEOUT)
    assert not alive


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_child_does_not_outlive_a_parent_that_is_killed(tmp_path):
    program = (
        "import sys, time; from localdev.processes import Child;"
        "print(Child('orphan', ['sleep', '60']).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        orphan = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    orphan.wait(TIMEOUT)
