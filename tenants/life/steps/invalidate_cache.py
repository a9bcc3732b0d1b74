import redis
from django.conf import settings
from django.core.cache import cache

_BATCH = 1000


def invalidate_cache(schema: str) -> None:
    """Drop everything that is cached for one business: its keys begin with its schema's name."""
    if not settings.REDIS_URL:
        cache.clear()
        return
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for key in client.scan_iter(match=f"{schema}:*", count=_BATCH):
            client.unlink(key)
