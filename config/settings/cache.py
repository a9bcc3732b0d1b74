"""Redis by `REDIS_URL`, or this process's memory where there is none. Either may be lost (config.cache).

Keys carry the schema, so one business never reads another's entry. `shared` holds the few things that belong to
the installation: which host is which business, the heartbeat of its chores, what probes write.
"""

from typing import Any

from config.settings.environment import env

REDIS_URL: str = env.str("REDIS_URL", default="")

REDIS_TIMEOUT = 0.04
"""Seconds that a request waits for Redis, once: then nobody does for a while (kernel.breaker)."""

_backend: dict[str, str] = (
    {"BACKEND": "config.cache.Cache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
)

CACHES: dict[str, dict[str, Any]] = {
    # allauth's: it counts in the cache and takes no code twice, so this one goes on in memory without Redis.
    "default": {**_backend, "KEY_FUNCTION": "django_tenants.cache.make_key", "MEMORY": True},
    # What is in the database, too: nothing may be remembered by one process that another has changed.
    "sessions": {**_backend, "KEY_FUNCTION": "django_tenants.cache.make_key"},
    "shared": {**_backend, "KEY_PREFIX": "shared"},
}
if not REDIS_URL:
    CACHES["shared"]["LOCATION"] = "shared"
