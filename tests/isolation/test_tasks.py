"""Background work happens in the business that asked for it, or not at all."""

import os
import re
import subprocess
import sys
from uuid import uuid4

import pytest
from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.tasks import deliver
from kernel.ids import new_id
from kernel.schemas import PUBLIC, current_schema, in_schema, use_public
from localdev.places import ROOT
from people.models import User
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.rules.lifecycle import CLOSING_STATES, WORKING
from tenants.life.schema_task import PublicTask
from tests.installation import NOW
from webhooks.enums import WebhookEvent
from webhooks.jobs.attempt_delivery import attempt_delivery
from webhooks.models import WebhookDelivery
from webhooks.operations.create_endpoint import CreateEndpoint, create_endpoint

RAN: list[str] = []


@shared_task
def in_a_business() -> None:
    RAN.append(current_schema())


@shared_task(base=PublicTask)
def of_the_installation() -> None:
    RAN.append(current_schema())


@pytest.fixture(autouse=True)
def nothing_ran():
    current_app.loader.import_default_modules()
    RAN.clear()


def sent(task, schema):
    """The task as a worker gets it: with that header, or with none."""
    use_public()
    headers = {"_schema_name": schema}
    state = task.apply(headers=headers).state
    assert current_schema() == PUBLIC
    return state


def test_a_task_runs_in_the_schema_it_was_sent_from(shops):
    a, b = shops
    for shop in (a, b, a):
        with in_schema(shop.schema):
            in_a_business.apply()
    assert [a.schema, b.schema, a.schema] == RAN


def test_a_task_takes_its_schema_from_the_header_alone(shops):
    a, b = shops
    with in_schema(b.schema):
        in_a_business.apply(headers={"_schema_name": a.schema})
        assert current_schema() == b.schema
    assert [a.schema] == RAN


@pytest.mark.parametrize("schema", [None, "", PUBLIC, "t_deleted", "extensions", "pg_catalog"])
def test_a_businesss_task_without_a_business_is_rejected(shops, schema):
    assert sent(in_a_business, schema) == "REJECTED"
    assert RAN == []


@pytest.mark.parametrize("state", [state for state in TenantState if state not in WORKING])
def test_nothing_works_for_a_business_that_is_suspended_or_gone(shops, state):
    a, b = shops
    closes_at = NOW if state in CLOSING_STATES else None
    Tenant.objects.filter(schema_name=a.schema).update(state=state, closes_at=closes_at)
    assert sent(in_a_business, a.schema) == "REJECTED"
    assert sent(in_a_business, b.schema) == "SUCCESS"
    assert [b.schema] == RAN


def test_a_deleted_business(shops):
    a, _b = shops
    Tenant.objects.filter(schema_name=a.schema).delete()
    assert sent(in_a_business, a.schema) == "REJECTED"
    assert RAN == []


def test_the_installations_own_task_never_runs_in_a_business(shops):
    a, _b = shops
    assert sent(of_the_installation, a.schema) == "REJECTED"
    assert sent(of_the_installation, PUBLIC) == "SUCCESS"
    assert RAN == [PUBLIC]


def test_a_task_that_is_called_like_a_function_stays_where_it_is(shops):
    a, _b = shops
    with in_schema(a.schema):
        in_a_business()
    assert [a.schema] == RAN


def test_a_task_that_fails_gives_the_connection_back(shops):
    a, _b = shops
    assert sent(current_app.tasks["audit.tasks.deliver"], a.schema) == "FAILURE"


def test_every_task_is_one_or_the_other():
    ours = {name: task for name, task in current_app.tasks.items() if not name.startswith(("celery.", "tests."))}
    assert {"audit.tasks.relay", "audit.tasks.deliver", "tenants.life.tasks.refill"} <= set(ours)
    either = {"audit.tasks.relay", "audit.tasks.deliver", "audit.tasks.prune_old"}
    of_the_installation = {name for name in ours if name.startswith(("tenants.", "billing."))} | {
        "insights.tasks.read_meters",
        "insights.tasks.prove_all",
        "insights.tasks.notify",
        "webhooks.tasks.prune",
        "webhooks.tasks.send_due",
    }
    assert {name: task.in_public for name, task in ours.items()} == {
        name: None if name in either else name in of_the_installation for name in ours
    }


def test_what_is_sent_carries_the_schema_of_the_sender(shops, monkeypatch):
    a, _b = shops
    seen = []
    monkeypatch.setattr("celery.Celery.send_task", lambda _self, _name, **options: seen.append(options["headers"]))
    with in_schema(a.schema):
        current_app.send_task("audit.tasks.relay")
        current_app.send_task("audit.tasks.relay", headers={"_schema_name": "t_other", "trace": str(uuid4())})
    assert [headers["_schema_name"] for headers in seen] == [a.schema, "t_other"]


def test_an_event_of_a_is_sent_to_nobody_of_b(shops, monkeypatch):
    """Both have an endpoint for it; the event's id is looked for where the event is from."""
    monkeypatch.setattr("celery.current_app.send_task", lambda *_, **__: None)
    command = CreateEndpoint("https://hooks.example.com/", frozenset({WebhookEvent.SALE_RECORDED}))
    for shop in shops:
        with in_schema(shop.schema):
            create_endpoint(actor=User.objects.get(pk=shop.owner), command=command, now=timezone.now())
    a, b = shops
    handler = "webhooks.handlers.queue_deliveries.queue_deliveries"
    payload = {"sale_id": "s", "outlet_id": 1}
    with in_schema(a.schema):
        deliver(event_id=str(new_id()), kind="sales.sale_recorded", handler=handler, payload=payload)
        (delivery,) = WebhookDelivery.objects.values_list("pk", flat=True)
    with in_schema(b.schema):
        assert not WebhookDelivery.objects.exists()
        assert not attempt_delivery(delivery_id=delivery, now=timezone.now())


def test_a_worker_knows_every_task_that_beat_sends():
    """In a process of its own: here, other tests have imported what a worker has to find by itself."""
    find = "from config.celery import app; app.loader.import_default_modules(); print(*app.tasks)"
    known = subprocess.run([sys.executable, "-c", find], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    sent = {beat["task"] for beat in settings.CELERY_BEAT_SCHEDULE.values()}
    assert sent | {"insights.tasks.prove_one", "insights.tasks.read_meters_of_one", "audit.tasks.deliver"} <= set(
        known.split()
    )


@pytest.mark.parametrize(
    "name",
    [
        "tenants.life.tasks.relay_all",
        "tenants.life.tasks.prune_all",
        "insights.tasks.read_meters",
        "insights.tasks.prove_all",
        "webhooks.tasks.prune",
    ],
)
def test_what_a_beat_sends_on_is_worth_nothing_once_the_next_has_come(shops, monkeypatch, name):
    sent = {}
    monkeypatch.setattr(
        "celery.current_app.send_task", lambda _name, headers, expires: sent.update({headers["_schema_name"]: expires})
    )
    current_app.tasks[name].apply(headers={"_schema_name": PUBLIC})
    (beat,) = [beat for beat in settings.CELERY_BEAT_SCHEDULE.values() if beat["task"] == name]
    assert {sent[shop.schema] for shop in shops} == {beat["options"]["expires"]}


def _taken_by(command):
    """The queues that a worker with that command takes from."""
    queues, chosen = current_app.amqp.Queues(settings.CELERY_TASK_QUEUES), re.search(r"--queues=(\S+)", command)
    queues.select(chosen[1].split(",") if chosen else [])
    return set(queues.consume_from)


def test_every_queue_has_a_worker_of_its_own_and_one_worker_is_enough():
    router = current_app.amqp.router
    queues = {name: router.route({}, name)["queue"].name for name in current_app.tasks}
    apart = {
        "webhooks.tasks.send_to": "webhooks",
        "insights.tasks.prove_one": "slow",
        "tenants.archives.tasks.back_up": "slow",
        "tenants.archives.tasks.purge": "schemas",
        "tenants.archives.tasks.sweep_schemas": "schemas",
        "tenants.life.tasks.refill": "schemas",
    }
    assert queues == {name: apart.get(name, "celery") for name in queues}
    commands = re.findall(r"`(celery --app config\.celery worker.*?)`", (ROOT / "docs/operations.md").read_text())
    assert sorted(map(_taken_by, commands), key=sorted) == [{"celery"}, {"schemas"}, {"slow"}, {"webhooks"}]
    composed = re.findall(r'"--queues=(\w+)"', (ROOT / "docker/compose.yml").read_text())
    assert sorted(composed) == sorted(set(queues.values()))
    assert _taken_by("celery worker") == set(queues.values()) - {"schemas"}


def test_what_makes_or_drops_schemas_waits_for_who_knows_the_owners_address(shops):
    """Handlers too, in whichever way they are sent: by the relay, again after a failure, from the dead letters."""
    router = current_app.amqp.router
    queues = {
        handler: router.route({}, "audit.tasks.deliver", (), {"handler": handler})["queue"].name
        for handlers in settings.EVENT_ROUTES.values()
        for handler in handlers
    }
    assert {handler for handler, queue in queues.items() if queue == "schemas"} == settings.OWNER_HANDLERS
    assert set(queues.values()) == {"celery", "schemas"}
    assert all(callable(import_string(handler)) for handler in settings.OWNER_HANDLERS)


def test_the_owners_worker_takes_nothing_else():
    """In a process of its own, because the setting decides while settings are read."""
    find = "from config.celery import app; print(*app.amqp.queues.consume_from)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_OWNER": "1"}
    taken = subprocess.run(
        [sys.executable, "-c", find], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    assert taken.stdout.split() == ["schemas"]


def test_beat_sends_what_there_is_and_what_belongs_to_the_installation():
    beats = settings.CELERY_BEAT_SCHEDULE.values()
    assert {current_app.tasks[beat["task"]].in_public for beat in beats} == {True}
    assert len({beat["task"] for beat in beats}) == len(beats)


def test_nothing_of_a_day_or_more_is_counted_from_the_last_restart():
    counted = [beat for beat in settings.CELERY_BEAT_SCHEDULE.values() if isinstance(beat["schedule"], float)]
    assert max(beat["schedule"] for beat in counted) <= 3600
