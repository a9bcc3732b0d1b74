"""Token buckets: exact under threads, by Redis' clock, and the same in memory when Redis is gone."""

import socket
import threading
import time
from uuid import uuid4

import pytest
import redis
from django.conf import settings

from kernel import breaker, rate_limits
from kernel.rate_limits import Buckets, take
from tests.waiting import TIMEOUT


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def key():
    return f"test:{uuid4()}"


@pytest.fixture
def dead():
    """The address of a Redis that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


@pytest.fixture(params=["redis", "memory"])
def buckets(request):
    return Buckets(settings.REDIS_URL if request.param == "redis" else "", timeout=5)


def test_a_full_bucket_gives_its_burst_and_then_says_how_long_to_wait(buckets, key):
    assert [buckets.take(key, rate_per_minute=1, burst=3) for _ in range(3)] == [0, 0, 0]
    assert 30 < buckets.take(key, rate_per_minute=1, burst=3) <= 60


def test_what_is_refused_costs_nothing(buckets, key):
    waits = [buckets.take(key, rate_per_minute=6, burst=1) for _ in range(20)]
    assert waits[0] == 0
    assert max(waits) <= 10


def test_a_token_comes_back_in_its_time(buckets, key):
    while (wait := buckets.take(key, rate_per_minute=60, burst=1)) == 0:
        pass  # on a busy machine the next one may be there already
    assert 0 < wait <= 1
    time.sleep(wait + 0.001)
    assert buckets.take(key, rate_per_minute=60, burst=1) == 0


def test_one_key_leaves_another_alone(buckets, key):
    assert [buckets.take(f"{key}:{side}", rate_per_minute=1, burst=1) for side in ("a", "b")] == [0, 0]


def test_threads_together_take_no_more_than_there_is(buckets, key):
    taken: list[bool] = []
    gate = threading.Barrier(8)

    def grab():
        gate.wait(TIMEOUT)
        taken.extend(buckets.take(key, rate_per_minute=1, burst=50) == 0 for _ in range(25))

    threads = [threading.Thread(target=grab) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), sum(taken)) == (200, 50)


def test_processes_share_a_bucket_and_it_leaves_redis_when_it_is_full_again(key):
    one, other = (Buckets(settings.REDIS_URL, timeout=5) for _ in range(2))
    assert one.take(key, rate_per_minute=1, burst=1) == 0
    assert other.take(key, rate_per_minute=1, burst=1) > 0
    assert 0 < redis.Redis.from_url(settings.REDIS_URL).pttl(f"limit:{key}") <= 60_000


def test_over_a_long_time_the_rate_is_kept(clock, key):
    buckets, allowed = Buckets("", clock=clock), 0
    for _ in range(36_000):  # ten tries a second for an hour
        allowed += buckets.take(key, rate_per_minute=30, burst=10) == 0
        clock.now += 0.1
    assert allowed in {30 * 60 + 9, 30 * 60 + 10}


def count_asking(buckets, monkeypatch):
    """A list that grows each time that Redis is really asked."""
    asked, ask = [], buckets._script

    def count(**given):
        asked.append(given)
        return ask(**given)

    monkeypatch.setattr(buckets, "_script", count)
    return asked


def test_without_redis_the_same_limits_hold_and_only_the_first_asks(clock, dead, key, monkeypatch):
    buckets = Buckets(dead, clock=clock)
    asked = count_asking(buckets, monkeypatch)
    waits = [buckets.take(key, rate_per_minute=6, burst=3) for _ in range(100)]
    assert waits.count(0) == 3
    assert len(asked) == 1


def test_a_redis_that_hangs_is_waited_for_once(clock, key, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        buckets = Buckets(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", timeout=0.5, clock=clock)
        asked = count_asking(buckets, monkeypatch)
        began = time.monotonic()
        waits = [buckets.take(key, rate_per_minute=6, burst=1) for _ in range(3)]
        assert 0.5 <= time.monotonic() - began < TIMEOUT
    assert waits[0] == 0 < waits[1] == waits[2]
    assert len(asked) == 1


def test_redis_is_asked_again_after_a_while_and_the_log_stays_quiet(clock, dead, key, monkeypatch):
    asked, said = [], []

    def failing(**_):
        asked.append(clock.now)
        raise redis.ConnectionError("gone")

    monkeypatch.setattr(rate_limits, "_script", lambda *_: failing)
    monkeypatch.setattr(breaker.log, "warning", lambda *_, **__: said.append(clock.now))
    buckets = Buckets(dead, clock=clock)
    for _ in range(1200):
        buckets.take(key, rate_per_minute=6, burst=1)
        clock.now += 0.1
    assert 20 <= len(asked) <= 24
    assert len(said) == 2


def test_memory_is_bounded(clock, monkeypatch):
    monkeypatch.setattr(rate_limits, "_MAX_BUCKETS", 3)
    buckets = Buckets("", clock=clock)
    for name in "abcab":
        buckets.take(name, rate_per_minute=60, burst=2)
    buckets.take("d", rate_per_minute=60, burst=2)
    assert list(buckets._memory._full_at) == ["a", "b", "d"]


def test_take_uses_the_installations_redis(key):
    """A slow moment of Redis' costs a second token, from memory, and no third."""
    waits = [take(key, rate_per_minute=1, burst=1) for _ in range(3)]
    assert waits[0] == 0
    assert 0 < waits[2] <= 60
