"""Webhooks from the event to the other system: signed, once each, tried again, given up, sent again."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as real_settings
from django.db import connection

from audit.models import AuditEntry, OutboxEvent
from kernel.errors import NotFound
from kernel.schemas import in_schema
from tests.installation import together
from tests.shop import make_product
from tests.webhooks.events import SALE, START, attempt, happen, make_endpoint
from webhooks.enums import DeliveryState, WebhookEvent
from webhooks.jobs.attempt_delivery import attempt_delivery
from webhooks.jobs.prune_deliveries import prune_deliveries
from webhooks.models import WebhookDelivery, WebhookEndpoint
from webhooks.operations.resend_delivery import resend_delivery
from webhooks.operations.rotate_secret import rotate_secret
from webhooks.rules.retries import BACKOFF, MAX_ASKED_FOR
from webhooks.rules.signatures import signature
from webhooks.tasks import prune, prune_one, send_due, send_to

_DOCUMENT = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
_example: dict[str, Any] = {}
exec(re.findall(r"```python\n(.*?)```", _DOCUMENT, re.DOTALL)[0], _example)  # noqa: S102 (our own words)
is_from_counterfoil = _example["is_from_counterfoil"]
"""What the documentation tells receivers to do."""


def test_an_event_arrives_signed_as_the_documentation_says(owner, receiver, sent):
    made = make_endpoint(owner, receiver.url)
    event_id = happen(sale_id="s-1", outlet_id=3)
    done, delivery = attempt(datetime.now(UTC))
    assert done
    assert (delivery.state, delivery.status, delivery.response, delivery.attempts) == ("delivered", 200, "thanks", 1)
    ((_path, headers, body),) = receiver.got
    content = json.loads(body)
    assert content.pop("created_at")
    assert content == {"id": str(event_id), "type": "sales.sale_recorded", "data": {"sale_id": "s-1", "outlet_id": 3}}
    assert headers["Counterfoil-Event"] == "sales.sale_recorded"
    assert headers["Counterfoil-Delivery"] == str(delivery.pk)
    mark = headers["Counterfoil-Signature"]
    assert is_from_counterfoil(made.secret, mark, body.encode())
    assert not is_from_counterfoil("whsec_other", mark, body.encode())
    assert not is_from_counterfoil(made.secret, mark, body.replace("3", "4").encode())
    old = signature(keys=[made.secret], body=body, timestamp=int(datetime.now(UTC).timestamp()) - 301)
    assert not is_from_counterfoil(made.secret, old, body.encode())


def test_after_a_rotation_both_secrets_sign_for_a_day(owner, receiver, sent):
    old = make_endpoint(owner, receiver.url)
    new = rotate_secret(actor=owner, endpoint_id=old.endpoint.pk, now=START)
    assert new.secret != old.secret
    for later, old_fits in ((timedelta(0), True), (timedelta(hours=24), False)):
        WebhookDelivery.objects.all().delete()
        happen()
        attempt(START + later)
        _path, headers, body = receiver.got[-1]
        timestamp = int((START + later).timestamp())
        marks = headers["Counterfoil-Signature"].split(",")
        assert (signature(keys=[old.secret], body=body, timestamp=timestamp).split(",")[1] in marks) is old_fits
        assert signature(keys=[new.secret], body=body, timestamp=timestamp).split(",")[1] in marks


def test_an_event_is_written_down_once_for_each_endpoint_that_wants_it(owner, sent):
    first, second = make_endpoint(owner), make_endpoint(owner, events=(SALE, WebhookEvent.PRODUCT_CHANGED))
    off = make_endpoint(owner)
    WebhookEndpoint.objects.filter(pk=off.endpoint.pk).update(disabled_at=START)
    happen(kind=WebhookEvent.OPENING_STOCK_RECORDED)
    assert not WebhookDelivery.objects.exists()
    event_id = happen()
    happen(event_id=event_id)
    rows = WebhookDelivery.objects.values_list("endpoint_id", "event_id").order_by("endpoint_id")
    assert list(rows) == [(first.endpoint.pk, event_id), (second.endpoint.pk, event_id)]
    happen(kind=WebhookEvent.PRODUCT_CHANGED, product_id=1)
    assert WebhookDelivery.objects.filter(kind="inventory.product_changed").get().endpoint == second.endpoint


def test_every_kind_that_is_offered_comes_here_and_no_other_does():
    handler = "webhooks.handlers.queue_deliveries.queue_deliveries"
    routed = {kind for kind, handlers in real_settings.EVENT_ROUTES.items() if handler in handlers}
    assert routed == set(WebhookEvent)
    assert all(event.label for event in WebhookEvent)


def test_the_moment_of_the_event_is_told(owner, sent):
    make_endpoint(owner, events=[WebhookEvent.PRODUCT_CHANGED])
    make_product(owner)
    event = OutboxEvent.objects.get(kind="inventory.product_changed")
    happen(kind=event.kind, event_id=event.pk, **event.payload)
    body = json.loads(WebhookDelivery.objects.get().body)
    assert body["created_at"] == event.occurred_at.isoformat()
    assert body["data"] == event.payload


def test_what_was_before_an_endpoint_is_not_told_to_it(owner, sent):
    """An outbox that was relayed late doesn't tell a new system the whole past."""
    make_product(owner)
    event = OutboxEvent.objects.get(kind="inventory.product_changed")
    for moment, told in ((timedelta(seconds=1), 0), (timedelta(0), 1)):
        make_endpoint(owner, events=[WebhookEvent.PRODUCT_CHANGED], now=event.occurred_at + moment)
        happen(kind=event.kind, event_id=event.pk, **event.payload)
        assert WebhookDelivery.objects.count() == told


def test_what_fails_is_tried_ever_later_and_then_no_more(owner, receiver, sent):
    make_endpoint(owner, receiver.url)
    receiver.status, receiver.answer = 503, b"come back later"
    happen()
    now, waits = START, []
    while True:
        done, delivery = attempt(now)
        assert done
        if delivery.next_attempt_at is None:
            break
        assert attempt(delivery.next_attempt_at - timedelta(seconds=1))[0] is False
        waits.append(delivery.next_attempt_at - now)
        now = delivery.next_attempt_at
    assert tuple(waits) == BACKOFF
    assert (delivery.state, delivery.attempts, delivery.status) == ("failed", 7, 503)
    assert (delivery.response, delivery.error) == ("come back later", "Answered 503.")
    assert len(receiver.got) == 7
    assert len({body for _path, _headers, body in receiver.got}) == 1
    assert WebhookEndpoint.objects.get().disabled_at is None


def test_one_arrival_and_all_is_forgiven(owner, receiver, sent):
    make_endpoint(owner, receiver.url)
    receiver.status = 500
    happen()
    attempt(START)
    assert WebhookEndpoint.objects.get().failing_since == START
    receiver.status = 200
    assert attempt(START + timedelta(minutes=1))[1].state == "delivered"
    assert WebhookEndpoint.objects.get().failing_since is None


def test_sending_again_starts_over_and_is_entered(owner, receiver, sent, django_capture_on_commit_callbacks):
    make_endpoint(owner, receiver.url)
    happen()
    _done, delivery = attempt()
    with django_capture_on_commit_callbacks(execute=True):
        resend_delivery(actor=owner, delivery_id=delivery.pk, now=START)
    assert sent[-1][0] == "webhooks.tasks.send_to"
    assert sent[-1][1]["kwargs"] == {"endpoint_id": delivery.endpoint_id}
    assert attempt()[1].state == "delivered"
    assert len(receiver.got) == 2
    assert AuditEntry.objects.get(action="webhooks.delivery.resent").actor_id == owner.pk
    with pytest.raises(NotFound):
        resend_delivery(actor=owner, delivery_id=uuid4(), now=START)


@pytest.mark.committed
def test_two_workers_send_it_once(owner, receiver, sent):
    """And one that died in the middle leaves it to the attempt five minutes later."""
    make_endpoint(owner, receiver.url)
    happen()
    receiver.delay = 0.3
    delivery, schema, now = WebhookDelivery.objects.get(), connection.schema_name, datetime.now(UTC)

    def work():
        with in_schema(schema):
            return attempt_delivery(delivery_id=delivery.pk, now=now) is not None

    assert sorted(map(str, together(work, work, work))) == ["False", "False", "True"]
    assert len(receiver.got) == 1
    WebhookDelivery.objects.update(state="waiting", next_attempt_at=now + timedelta(minutes=5))
    assert not attempt_delivery(delivery_id=delivery.pk, now=now + timedelta(minutes=4))
    assert attempt_delivery(delivery_id=delivery.pk, now=now + timedelta(minutes=5))


def test_the_sweep_finds_what_is_due_in_every_business(owner, tenant, sent):
    make_endpoint(owner)
    happen()
    send_due()
    ((name, options),) = [message for message in sent if message[1]["headers"]["_schema_name"] == tenant.schema_name]
    delivery = WebhookDelivery.objects.get()
    assert (name, options["kwargs"]) == ("webhooks.tasks.send_to", {"endpoint_id": delivery.endpoint_id})
    assert connection.schema_name == tenant.schema_name
    sent.clear()
    WebhookDelivery.objects.update(state=DeliveryState.DELIVERED, next_attempt_at=None)
    send_due()
    assert not sent
    send_to(endpoint_id=delivery.endpoint_id)
    assert not sent


@pytest.mark.committed
def test_no_endpoint_fills_the_queue_alone(owner, tenant, sent):
    make_endpoint(owner)
    for _ in range(MAX_ASKED_FOR + 5):
        happen()
    assert [name for name, _ in sent].count("webhooks.tasks.send_to") == MAX_ASKED_FOR
    sent.clear()
    send_due()
    ours = [options for _, options in sent if options["headers"]["_schema_name"] == tenant.schema_name]
    assert len(ours) == 1
    WebhookDelivery.objects.update(state=DeliveryState.DELIVERED, next_attempt_at=None)
    sent.clear()
    happen()
    assert len(sent) == 1


@pytest.mark.committed
def test_a_business_whose_schema_is_not_there_does_not_keep_the_others_from_being_swept(
    owner, tenant, sent, monkeypatch
):
    monkeypatch.setattr("webhooks.tasks.working_schemas", lambda: ["t_gone", tenant.schema_name])
    make_endpoint(owner)
    happen()
    sent.clear()
    send_due()
    ((_name, options),) = sent
    assert (options["headers"]["_schema_name"], options["expires"]) == (tenant.schema_name, 60)
    assert connection.schema_name == tenant.schema_name


def test_the_log_goes_back_thirty_days(owner, tenant, sent, monkeypatch):
    monkeypatch.setattr("webhooks.jobs.prune_deliveries._AT_ONCE", 2)
    make_endpoint(owner)
    for _ in range(7):
        happen()
    waiting, recent, *old = WebhookDelivery.objects.order_by("pk").values_list("pk", flat=True)
    done = {"state": DeliveryState.FAILED, "next_attempt_at": None}
    long_ago = START - timedelta(days=31)
    WebhookDelivery.objects.filter(pk=waiting).update(created_at=long_ago)
    WebhookDelivery.objects.filter(pk=recent).update(**done, created_at=START - timedelta(days=29))
    WebhookDelivery.objects.filter(pk__in=old).update(**done, created_at=long_ago)
    assert prune_deliveries(now=START) == 5
    assert set(WebhookDelivery.objects.values_list("pk", flat=True)) == {waiting, recent}
    prune()
    options = {"headers": {"_schema_name": tenant.schema_name}, "expires": 12 * 3600}
    assert ("webhooks.tasks.prune_one", options) in sent
    prune_one()
    assert WebhookDelivery.objects.count() == 2
