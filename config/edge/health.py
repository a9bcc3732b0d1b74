"""`/healthz` and `/readyz`, on any host: a load balancer knows the machine's address, not a business's name."""

from collections.abc import Callable

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

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
    """503 while the database or the cache doesn't answer, naming which."""
    failing = [name for name, probe in (("database", _probe_database), ("cache", _probe_cache)) if not _answers(probe)]
    return JsonResponse(
        {"status": "unready" if failing else "ready", "failing": failing}, status=503 if failing else 200
    )


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
    caches["shared"].set("readyz", 1, 5)
