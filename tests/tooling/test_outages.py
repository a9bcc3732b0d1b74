"""`make run` while its servers and processes are killed: it starts them again, and no sale is lost or made twice.

`make soak` sells two hundred times for each of these; here it is a few.
"""

import os
import re
import signal

import psutil
import pytest

from localdev.assets import DIST
from localdev.demo.people import OWNER, PASSWORD
from localdev.ports import free_port
from tests.tooling.outages import Till
from tests.tooling.test_run import environment, printed_until, running
from tests.waiting import until

SALES = int(os.environ.get("OUTAGE_SALES", "6"))

pytestmark = [
    pytest.mark.skipif(not (DIST / ".built").exists(), reason="the front end is built by make test"),
    pytest.mark.xdist_group("outages"),
]


class Product:
    """What runs, by its processes."""

    def __init__(self, run, port):
        self.run, self.port = run, port

    def process(self, pattern):
        """The eldest whose command is like that."""
        for child in psutil.Process(self.run.pid).children(recursive=True):
            if re.search(pattern, " ".join(_command(child))):
                return child
        raise AssertionError(f"no {pattern} runs")

    def readiness(self, till):
        try:
            return till.get("/readyz")["status"]
        except OSError:
            return "unready"


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


POSTGRES, VALKEY, WEB = r"bin/postgres -D", r"valkey.*valkey\.conf|valkey-server", r"gunicorn config\.wsgi"


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    port = free_port()
    with running(environment(tmp_path_factory.getbasetemp() / "outages", PORT=str(port))) as run:
        said = printed_until(run, "operator@")
        assert "Counterfoil is running" in said, said
        yield Product(run, port)
        assert run.poll() is None, run.stdout.read()
        run.send_signal(signal.SIGINT)
        run.wait(60)


@pytest.fixture(scope="module")
def signed_in(product):
    return Till(product.port, OWNER.email, PASSWORD)


@pytest.fixture
def till(signed_in):
    """At the end whatever was accepted is there, once."""
    signed_in.refused.clear()
    yield signed_in
    new = sorted(set(signed_in.sales()) - set(signed_in.before))
    assert new == sorted(signed_in.sold.values())


def test_valkey_is_killed(product, till):
    selling = till.selling(SALES)
    product.process(VALKEY).kill()
    selling.join()
    assert "Valkey ended by itself" in printed_until(product.run, "starting it again")
    assert till.refused == []
    until(lambda: product.readiness(till) == "ready", "its return")


def test_valkey_hangs(product, till):
    valkey = product.process(VALKEY)
    valkey.suspend()
    try:
        till.sell(SALES)
        assert product.readiness(till) == "degraded"
    finally:
        valkey.resume()
    assert till.refused == []
    till.sell(2)
    until(lambda: product.readiness(till) == "ready", "its return")


def test_postgresql_is_killed(product, till):
    selling = till.selling(SALES)
    product.process(POSTGRES).kill()
    selling.join()
    assert "PostgreSQL ended by itself" in printed_until(product.run, "starting it again")
    told = [each for each in till.refused if isinstance(each, tuple)]
    assert set(told) <= {(503, "application/problem+json", "5"), (503, "application/problem+json", "10")}
    until(lambda: product.readiness(till) == "ready", "its return")


def test_web_workers_are_killed(product, till):
    selling = till.selling(SALES)
    for worker in product.process(WEB).children():
        worker.kill()
    selling.join()
    until(lambda: product.readiness(till) == "ready", "its return")
    assert product.process(r"celery.*worker").is_running()
