"""What nobody asks for any more goes; what still waits, and the trail, stay."""

from datetime import timedelta

import pytest

from audit.models import AuditEntry, IdempotencyKey, OutboxEvent
from audit.operations import prune as pruning
from audit.operations.prune import RETENTION_ANSWERS, prune
from audit.tasks import prune_old
from kernel.ids import new_id
from kernel.schemas import PUBLIC, in_schema
from tenants.life.tasks import prune_all
from tests.installation import NOW

pytestmark = pytest.mark.committed

OLD, YOUNG = NOW - RETENTION_ANSWERS - timedelta(seconds=1), NOW - RETENTION_ANSWERS


def fill(times=1):
    IdempotencyKey.objects.all().delete()
    OutboxEvent.objects.all().delete()
    for number in range(times):
        for age, moment in (("old", OLD), ("young", YOUNG)):
            IdempotencyKey.objects.create(key=f"{age} {number}", fingerprint="x", claimed_at=moment)
            OutboxEvent.objects.create(id=new_id(), kind=age, payload={}, occurred_at=OLD, relayed_at=moment)
    OutboxEvent.objects.create(id=new_id(), kind="waiting", payload={}, occurred_at=OLD)


def left():
    keys = {key.split()[0] for key in IdempotencyKey.objects.values_list("key", flat=True)}
    return keys, set(OutboxEvent.objects.values_list("kind", flat=True))


def test_what_is_too_old_goes_and_nothing_else(tenant):
    fill()
    trail = AuditEntry.objects.count()
    assert prune(now=NOW) == 2
    assert left() == ({"young"}, {"young", "waiting"})
    assert AuditEntry.objects.count() == trail > 0
    assert prune(now=NOW) == 0


def test_it_goes_on_until_all_is_gone(tenant, monkeypatch):
    monkeypatch.setattr(pruning, "BATCH", 2)
    fill(times=5)
    assert prune(now=NOW) == 10


def test_one_schema_at_a_time(tenant, monkeypatch):
    fill()
    with in_schema(PUBLIC):
        prune_old.apply(headers={"_schema_name": PUBLIC})
    assert left()[0] == {"old", "young"}
    OutboxEvent.objects.filter(kind="old").update(relayed_at=OLD - timedelta(days=1))
    prune_old.apply(headers={"_schema_name": tenant.schema_name})
    assert "old" not in left()[1]


def test_every_schema_has_its_turn(tenant, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "celery.current_app.send_task",
        lambda name, headers, expires: sent.append((name, headers["_schema_name"], expires)),
    )
    with in_schema(PUBLIC):
        prune_all.apply(headers={"_schema_name": PUBLIC})
    assert ("audit.tasks.prune_old", PUBLIC, 12 * 3600) in sent
    assert ("audit.tasks.prune_old", tenant.schema_name, 12 * 3600) in sent
