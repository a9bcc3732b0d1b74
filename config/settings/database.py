"""PostgreSQL, by `DATABASE_URL`.

Connections are kept for ten minutes and checked before use. Not for each request: a fresh backend's first queries are
dear when many schemas share a database. Not for good: a backend remembers every schema it has worked in, about 1.5 MB
each (docs/benchmarks.md). `DATABASE_POOL_SIZE` swaps them for a psycopg pool; leave it off for anything that forks.
"""

from typing import Any

import dj_database_url

from config.settings.environment import PROCESS, env

_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=0)

_LASTS_SECONDS = 600

_CONNECT_SECONDS = 5
"""How long a request waits for a connection: of a server that hangs, or of a pool that has none left."""

# Nobody waits long for a lock. How long one statement may take depends on who waits for it: people at a page, a worker,
# whose longest task ends before that (CELERY_TASK_TIME_LIMIT), or an operator at a terminal, who can interrupt it.
# Who does nothing inside a transaction for the other time is cut off: a process that hangs, or whose machine is gone,
# would keep its locks for as long as nobody notices.
_STATEMENT_SECONDS, _IDLE_SECONDS = {"web": (30, 30), "worker": (900, 120)}.get(PROCESS, (0, 0))

_LIMITS = {
    "lock_timeout": "5000",
    "statement_timeout": f"{_STATEMENT_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{_IDLE_SECONDS}s",
}
_options: dict[str, Any] = {
    "options": " ".join(f"-c {name}={limit}" for name, limit in _LIMITS.items()),
    "connect_timeout": _CONNECT_SECONDS,
}
if _POOL_SIZE:
    _options["pool"] = {
        "min_size": 1,
        "max_size": _POOL_SIZE,
        "max_lifetime": _LASTS_SECONDS,
        "timeout": _CONNECT_SECONDS,
    }

_from_url = dj_database_url.parse(
    env.str("DATABASE_URL", default="postgresql://localhost/counterfoil"),
    engine="tenants.schemas.backend",
    conn_max_age=0 if _POOL_SIZE else _LASTS_SECONDS,
    conn_health_checks=True,
)

DATABASES = {"default": {**_from_url, "OPTIONS": {**_from_url.get("OPTIONS", {}), **_options}}}

DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
