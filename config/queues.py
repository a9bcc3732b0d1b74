"""Which work waits in which queue. Celery's queues and routes and what a worker refuses are all made from this."""

from collections.abc import Mapping

from tenants.life.rules.work import Work, work_of

OWNER_QUEUE = "schemas"
"""Its worker has the owner's address, takes nothing else, and nobody else takes that."""

OWNER_WORK: frozenset[Work] = frozenset(
    {
        ("audit.tasks.deliver", "tenants.archives.handlers.carry_out.restore"),
        ("tenants.archives.tasks.purge", ""),
        ("tenants.archives.tasks.sweep_schemas", ""),
        ("tenants.life.tasks.refill", ""),
    }
)
"""What makes or drops schemas, as task and handler. The owner's worker does this and nothing else, whatever a message
names; no other worker does any of it (tenants.life.schema_task)."""

OWNER_HANDLERS = frozenset(handler for _task, handler in OWNER_WORK if handler)

# What waits for strangers, and what takes minutes, waits in line with its own kind.
_APART = {
    "webhooks.tasks.send_to": "webhooks",
    "insights.tasks.prove_one": "slow",
    "tenants.archives.tasks.back_up": "slow",
}
APPLICATION_QUEUES = ("celery", *dict.fromkeys(_APART.values()))


def route(
    name: str, _args: object, kwargs: Mapping[str, object] | None, *_more: object, **_options: object
) -> dict[str, str]:
    """Celery's route of a task."""
    if work_of(name, kwargs) in OWNER_WORK:
        return {"queue": OWNER_QUEUE}
    return {"queue": _APART.get(name, "celery")}
