import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

from kernel.ids import _Clock, new_id


def test_an_id_is_a_uuid_of_version_7_that_tells_its_time(monkeypatch):
    monkeypatch.setattr("kernel.ids._clock", _Clock())  # the other has seen times that tests travelled to
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_differ():
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_ids_made_in_one_process_sort_as_they_were_made():
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)


def test_they_do_so_while_the_clock_stands_still_or_goes_back(monkeypatch):
    times = iter([1_900_000_000_000_000_000, 1_900_000_000_000_000_000, 1_899_999_999_000_000_000])
    monkeypatch.setattr("kernel.ids._clock", _Clock())
    monkeypatch.setattr("kernel.ids.time.time_ns", lambda: next(times))
    first, second, third = new_id(), new_id(), new_id()
    assert first < second < third


def test_threads_never_share_one():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: new_id(), range(4_000)))
    assert len({value.int >> 64 for value in made}) == 4_000
