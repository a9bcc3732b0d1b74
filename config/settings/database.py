"""PostgreSQL, by `DATABASE_URL`.

Connections are kept for good and checked before use: a fresh backend's first query is dear when many schemas share
a database. `DATABASE_POOL_SIZE` swaps them for a psycopg pool; leave it off for anything that forks.
"""

from typing import Any

import dj_database_url

from config.settings.environment import env

_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=0)

_options: dict[str, Any] = {"options": "-c lock_timeout=5000"}
if _POOL_SIZE:
    _options["pool"] = {"min_size": 1, "max_size": _POOL_SIZE}

_from_url = dj_database_url.parse(
    env.str("DATABASE_URL", default="postgresql://localhost/counterfoil"),
    engine="django_tenants.postgresql_backend",
    conn_max_age=0 if _POOL_SIZE else None,
    conn_health_checks=not _POOL_SIZE,
)

DATABASES = {"default": {**_from_url, "OPTIONS": {**_from_url.get("OPTIONS", {}), **_options}}}

DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
