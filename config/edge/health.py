"""`/healthz` and `/readyz`, on any host: a load balancer knows the machine's address, not a business's name."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from kernel.breaker import client_of
from kernel.schemas import use_public


class HealthMiddleware:
    """Answers the two paths before the host is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "alive"})
        if request.path == "/readyz":
            return ready()
        return self.get_response(request)


def ready() -> HttpResponse:
    """503 while the database doesn't answer. Without the cache everything goes on, slower: "degraded" says so."""
    failing = [name for name, probe in (("database", _probe_database), ("cache", _probe_cache)) if not _answers(probe)]
    if "database" in failing:
        return JsonResponse({"status": "unready", "failing": failing}, status=503)
    return JsonResponse({"status": "degraded" if failing else "ready", "failing": failing})


def _answers(probe: Callable[[], object]) -> bool:
    try:
        probe()
    except Exception:  # noqa: BLE001 -- whatever goes wrong in a probe means the same: not ready
        return False
    return True


def _probe_database() -> None:
    use_public()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _probe_cache() -> None:
    """Redis itself: the cache would hide that it is away."""
    if settings.REDIS_URL:
        client_of(settings.REDIS_URL).ping()
