from django.conf import settings
from django.core.cache import cache

from kernel.breaker import breaker_of, client_of

_BATCH = 1000


def invalidate_cache(schema: str) -> None:
    """Drop everything that is cached for one business: its keys begin with its schema's name. It is gone for good, and
    no other gets that name: where Redis doesn't answer, what it has ends by itself.
    """
    if not settings.REDIS_URL:
        cache.clear()
        return
    breaker_of(settings.REDIS_URL).ask(lambda: _drop(schema), lambda: None)


def _drop(schema: str) -> None:
    client = client_of(settings.REDIS_URL)
    for key in client.scan_iter(match=f"{schema}:*", count=_BATCH):
        client.unlink(key)
