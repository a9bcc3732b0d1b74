"""Celery: its broker is Redis; results are not kept, because what a task did is in the database."""

from typing import Any

from celery.schedules import crontab
from kombu import Exchange, Queue

from config.queues import APPLICATION_QUEUES, OWNER_QUEUE, route
from config.settings.cache import REDIS_URL
from config.settings.environment import PROCESS
from config.settings.grants import DATABASE_OWNER

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # or the beat would send a task every night that sweeps results
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 840  # an export of years takes minutes
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A database connection remembers every schema it has worked in; a fresh process has a fresh one.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
_BROKER_TIMEOUT = 1 if PROCESS == "web" else 10
"""Seconds that a broker may take to answer: nobody who looks at a page waits long for it."""

# A worker waits for a broker that is away for as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task whose worker died comes back after this many seconds; longer than any task runs or waits for its retry.
    "visibility_timeout": 900,
    "socket_timeout": _BROKER_TIMEOUT,
    "socket_connect_timeout": _BROKER_TIMEOUT,
}

# A worker that isn't told its queues takes from all that are for its role.
_QUEUES = (OWNER_QUEUE,) if DATABASE_OWNER else APPLICATION_QUEUES
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in _QUEUES]
CELERY_TASK_ROUTES = (route,)

# A beat that nobody took is worth nothing once the next has come.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, (task, seconds) in {
        "relay the outboxes that were hinted at": ("tenants.life.tasks.relay_hinted", 1.0),
        "relay every outbox": ("tenants.life.tasks.relay_all", 300.0),
        "refill the pool of schemas": ("tenants.life.tasks.refill", 10.0),
        "delete closed businesses": ("tenants.archives.tasks.purge_closed", 3600.0),
        "drop loose schemas": ("tenants.archives.tasks.sweep_schemas", 3600.0),
        "sweep old exports": ("tenants.archives.tasks.sweep_old_exports", 3600.0),
        "finish sign-ups": ("tenants.life.tasks.finish", 60.0),
        "look for the proof of domains": ("tenants.domains.tasks.check_domains", 60.0),
        "send the webhooks that are due": ("webhooks.tasks.send_due", 60.0),
        "let subscriptions age": ("billing.tasks.age", 60.0),
        "tell Stripe of usage": ("billing.tasks.push", 3600.0),
        "read the meters": ("insights.tasks.read_meters", 300.0),
    }.items()
}

# By the clock (UTC): a beat that is restarted with each day's release would never count to 24 hours.
CELERY_BEAT_SCHEDULE |= {
    name: {"task": task, "schedule": crontab(hour=hour, minute=0), "options": {"expires": 12 * 3600.0}}
    for name, (task, hour) in {
        "back up every business": ("tenants.archives.tasks.back_up_all", "1"),
        "delete old answers and events": ("tenants.life.tasks.prune_all", "2"),
        "ask Stripe about every subscription": ("billing.tasks.reconcile_all", "3"),
        "prune old deliveries of webhooks": ("webhooks.tasks.prune", "4"),
        "prune old readings and Stripe's old events": ("billing.tasks.prune", "5"),
        "prove every business": ("insights.tasks.prove_all", "6"),
        "notify operators of what is wrong": ("insights.tasks.notify", "9"),
    }.items()
}
