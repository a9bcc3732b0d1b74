"""How many visitors a second can open a business, and how quickly spare schemas are made."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.signups import sign_up
from kernel.schemas import use_public
from localdev.owning import as_owner
from tenants.schemas.jobs.refill_pool import refill_pool

VISITORS = 4


@dataclass(frozen=True, slots=True)
class PoolRates:
    """Per second."""

    opened_a_second: float
    refilled_a_second: float


def measure_pool(*, port: int, sign_ups: int) -> PoolRates:
    use_public()
    with as_owner():
        refill_pool(size=1)
        began = time.perf_counter()
        made = refill_pool(size=sign_ups)
        refilled = made / (time.perf_counter() - began)
    with ThreadPoolExecutor(VISITORS) as visitors:
        began = time.perf_counter()
        list(visitors.map(lambda _: sign_up(port), range(sign_ups)))
        opened = sign_ups / (time.perf_counter() - began)
    return PoolRates(opened, refilled)
