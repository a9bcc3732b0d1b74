"""How many visitors a second can open a business, and how quickly spare schemas are made."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_hex

from bench.caller import Caller
from bench.shop import PASSWORD
from kernel.schemas import use_public
from tenants.operations.refill_pool import refill_pool

VISITORS = 4


@dataclass(frozen=True, slots=True)
class PoolRates:
    """Per second."""

    opened_a_second: float
    refilled_a_second: float


def measure_pool(*, port: int, sign_ups: int) -> PoolRates:
    use_public()
    refill_pool(size=1)
    began = time.perf_counter()
    made = refill_pool(size=sign_ups)
    refilled = made / (time.perf_counter() - began)
    with ThreadPoolExecutor(VISITORS) as visitors:
        began = time.perf_counter()
        list(visitors.map(lambda _: _sign_up(port), range(sign_ups)))
        opened = sign_ups / (time.perf_counter() - began)
    return PoolRates(opened, refilled)


def _sign_up(port: int) -> None:
    name = f"b{token_hex(6)}"
    answer = Caller(port, "localhost").post(
        "/api/v1/sign-ups/",
        {
            "business_name": name,
            "subdomain": name,
            "owner_name": "New Owner",
            "email": f"{name}@example.com",
            "password": PASSWORD,
            "country": "IN",
        },
    )
    if answer.status != HTTPStatus.CREATED:
        raise RuntimeError(f"{answer.status} {answer.body[:300]!r}")
