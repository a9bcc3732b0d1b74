import time
from uuid import RFC_4122

from kernel.ids import new_id


def test_an_id_is_a_uuid_of_version_7_that_tells_its_time():
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_differ():
    assert len({new_id() for _ in range(10_000)}) == 10_000
