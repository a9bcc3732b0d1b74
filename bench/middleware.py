"""What it costs a request that somebody looks at plan, quotas and limits."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from bench.shop import Shop
from kernel.schemas import in_schema, use_public

_MEASURED = {"config.edge.entitlements.EntitlementsMiddleware", "config.edge.address_limits.AddressLimitMiddleware"}

_FORGOTTEN_SECONDS = 11
"""Until what the sign-up had to invalidate (kernel.cached) is cached again."""


@dataclass(frozen=True, slots=True)
class MiddlewareTimes:
    """Medians in seconds, and statements a request."""

    with_it: float
    without: float
    statements_with: int
    statements_without: int

    @property
    def ratio(self) -> float:
        return self.with_it / self.without


def measure_middleware(shop: Shop, requests: int) -> MiddlewareTimes:
    """Interleaved, in one process, as the shop's owner with a session."""
    time.sleep(_FORGOTTEN_SECONDS)
    rest = [path for path in settings.MIDDLEWARE if path not in _MEASURED]
    whole, bare = _caller(shop, settings.MIDDLEWARE), _caller(shop, rest)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(requests):
        for caller, kept in zip((whole, bare), times, strict=True):
            began = time.perf_counter()
            caller()
            kept.append(time.perf_counter() - began)
    return MiddlewareTimes(median(times[0]), median(times[1]), _statements(whole), _statements(bare))


def _caller(shop: Shop, middleware: list[str]) -> Callable[[], Any]:
    with override_settings(MIDDLEWARE=middleware, ALLOWED_HOSTS=["*"]):
        client = Client(headers={"host": shop.host})
        with in_schema(shop.schema):
            client.force_login(get_user_model().objects.get(pk=shop.owner_id), settings.AUTHENTICATION_BACKENDS[0])
        client.handler.load_middleware()

    def call() -> Any:  # noqa: ANN401 (Django's answer)
        use_public()
        answer = client.get("/api/v1/me/")
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} {answer.content[:300]!r}")
        return answer

    call()
    return call


def _statements(call: Callable[[], Any]) -> int:
    sent = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 (Django's)
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        call()
    return len(sent)
