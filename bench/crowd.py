"""One connection that serves many businesses in turn: how long a sale takes, and what its backend remembers."""

import random
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from django.db import connection

from bench.crew import Piece
from bench.sales import sale_by_operation
from bench.shop import Shop
from kernel.schemas import use_public

_KB_A_MB = 1024


@dataclass(frozen=True, slots=True)
class Crowd:
    """Seconds; `first` is a business's first sale on the connection. Megabytes of the backend's own memory."""

    median: float
    late: float
    first: float
    megabytes: float


def measure_crowd(shops: list[Shop], sales: int) -> Crowd:
    connection.close()
    use_public()
    dice = random.Random(7)
    sellers = [sale_by_operation(shop, dice) for shop in shops]
    first = [_timed(sell) for sell in sellers]
    times = [_timed(sellers[number % len(sellers)]) for number in range(max(sales, len(sellers)))]
    return Crowd(median(times), quantiles(times, n=20)[-1], median(first), _backend_megabytes())


def _timed(work: Piece) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _backend_megabytes() -> float:
    """Of the backend on this machine that serves our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    status = Path(f"/proc/{pid}/status").read_text()
    anonymous = next(line for line in status.splitlines() if line.startswith("RssAnon:"))
    return int(anonymous.split()[1]) / _KB_A_MB
