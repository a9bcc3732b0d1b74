"""Who asks a Redis that has failed: one now and then."""

import threading

import pytest
import redis

from kernel import breaker
from kernel.breaker import Breaker
from tests.waiting import TIMEOUT


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def failing():
    raise redis.ConnectionError("gone")


def test_after_a_failure_nobody_asks_for_a_while_and_then_one_does(clock):
    asked = []

    def question():
        asked.append(clock.now)
        failing()

    guard = Breaker(clock)
    for _ in range(120):
        assert guard.ask(question, lambda: "without") == "without"
        clock.now += 0.1
    assert [round(at, 1) for at in asked] == [1000.0, 1005.0, 1010.0]


def test_what_answers_again_is_asked_by_everybody(clock):
    guard = Breaker(clock)
    guard.ask(failing, lambda: None)
    clock.now += 5
    assert [guard.ask(lambda: "with", lambda: "without") for _ in range(3)] == ["with"] * 3


def test_while_one_tries_the_others_go_on_without(clock):
    guard = Breaker(clock)
    guard.ask(failing, lambda: None)
    clock.now += 5
    tries, done = threading.Event(), threading.Event()

    def slow():
        tries.set()
        assert done.wait(TIMEOUT)
        return "with"

    one = threading.Thread(target=guard.ask, args=(slow, lambda: None))
    one.start()
    assert tries.wait(TIMEOUT)
    assert guard.ask(lambda: "with", lambda: "without") == "without"
    done.set()
    one.join()
    assert guard.ask(lambda: "with", lambda: "without") == "with"


def test_what_is_wrong_with_a_question_is_not_redis_fault(clock):
    guard = Breaker(clock)
    with pytest.raises(ZeroDivisionError):
        guard.ask(lambda: 1 / 0, lambda: None)
    assert guard.ask(lambda: "with", lambda: "without") == "with"


def test_the_log_says_it_once_a_minute(clock, monkeypatch):
    said = []
    monkeypatch.setattr(breaker.log, "warning", lambda *_, **__: said.append(clock.now))
    guard = Breaker(clock)
    for _ in range(1200):
        guard.ask(failing, lambda: None)
        clock.now += 0.1
    assert len(said) == 2
