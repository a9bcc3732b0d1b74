"""Clients that work at the same time: processes, each with a connection of its own."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from django.db import connections

Piece = Callable[[], str]
"""What is measured; it says what came of it in a word."""

Job = Callable[[random.Random], Piece]
"""Prepares (not measured) the piece that is then done again and again."""

_FORK = get_context("fork")


@dataclass(frozen=True, slots=True)
class Work:
    """When a client began and ended, in seconds, and what came of its pieces."""

    began: float
    ended: float
    outcomes: Counter[str]


class Crew:
    """`size` processes that wait for jobs. Made before the parent has connections, or closes them."""

    def __init__(self, size: int, jobs: dict[str, Job]) -> None:
        connections.close_all()
        self._pipes: list[Connection] = []
        self._processes = []
        for number in range(size):
            ours, theirs = _FORK.Pipe()
            process = _FORK.Process(target=_serve, args=(theirs, jobs, number), daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)

    def do(self, job: str, times: int) -> list[Work]:
        """Everybody does the job that often, at the same time. RuntimeError when one fails."""
        for pipe in self._pipes:
            pipe.send((job, times))
        answers: list[Work | str] = [pipe.recv() for pipe in self._pipes]
        failures = [answer for answer in answers if isinstance(answer, str)]
        if failures:
            raise RuntimeError(f"{job}: {failures[0]}")
        return [answer for answer in answers if isinstance(answer, Work)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in self._pipes:
            with suppress(BrokenPipeError):
                pipe.send(None)
        for process in self._processes:
            process.join()


def seconds_each(works: list[Work]) -> float:
    """Wall-clock time for one piece, all clients together."""
    span = max(work.ended for work in works) - min(work.began for work in works)
    return span / sum(work.outcomes.total() for work in works)


def _serve(pipe: Connection, jobs: dict[str, Job], number: int) -> None:
    dice = random.Random(number)
    ready: dict[str, Piece] = {}
    while (order := pipe.recv()) is not None:
        name, times = order
        try:
            if name not in ready:
                ready[name] = jobs[name](dice)
            pipe.send(_timed(ready[name], times))
        except Exception as error:  # noqa: BLE001 (told to the parent, which raises)
            pipe.send(repr(error))
    connections.close_all()


def _timed(piece: Piece, times: int) -> Work:
    began = time.perf_counter()
    outcomes = Counter(piece() for _ in range(times))
    return Work(began, time.perf_counter(), outcomes)
