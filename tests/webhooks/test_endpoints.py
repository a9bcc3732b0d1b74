"""Endpoints: who makes and changes them, and what switches them off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from audit.models import AuditEntry, OutboxEvent
from kernel.entitlements import Entitlements, NotInPlan, entitlements
from kernel.errors import InvalidInput, NotAllowed, NotFound
from tests.webhooks.events import SALE, START, URL, attempt, happen, make_endpoint
from webhooks.errors import EndpointOff
from webhooks.handlers.notify_of_webhook import notify_of_webhook
from webhooks.jobs.attempt_delivery import attempt_delivery
from webhooks.models import WebhookDelivery, WebhookEndpoint
from webhooks.operations.change_endpoint import change_endpoint
from webhooks.operations.create_endpoint import MAX_ENDPOINTS
from webhooks.operations.remove_endpoint import remove_endpoint
from webhooks.operations.resend_delivery import resend_delivery
from webhooks.operations.rotate_secret import rotate_secret
from webhooks.queries.webhooks import deliveries, endpoint, endpoints
from webhooks.records import ChangeEndpoint


def test_an_endpoint_that_is_silent_for_three_days_is_switched_off_and_told_of(owner, receiver, sent, mailoutbox):
    made = make_endpoint(owner, receiver.url)
    receiver.status = 500
    happen()
    attempt(START)
    for later in (timedelta(hours=71), timedelta(hours=72)):
        WebhookDelivery.objects.all().delete()
        happen()
        attempt(START + later)
        assert bool(WebhookEndpoint.objects.get().disabled_at) is (later == timedelta(hours=72))
    assert AuditEntry.objects.filter(action="webhooks.endpoint.disabled").count() == 1
    assert OutboxEvent.objects.get(kind="webhooks.webhook_disabled").payload == {"endpoint_id": made.endpoint.pk}
    notify_of_webhook(endpoint_id=made.endpoint.pk)
    (mail,) = mailoutbox
    assert mail.to == [owner.email]
    assert receiver.url in mail.body
    assert f"/settings/webhooks/{made.endpoint.pk}/" in mail.body

    called = len(receiver.got)
    done, delivery = attempt(START + timedelta(days=4))
    assert (done, delivery.state, delivery.error) == (False, "failed", "The webhook is switched off.")
    assert len(receiver.got) == called
    with pytest.raises(EndpointOff):
        resend_delivery(actor=owner, delivery_id=delivery.pk, now=START)

    command = ChangeEndpoint(receiver.url, frozenset({SALE}), active=True)
    change_endpoint(actor=owner, endpoint_id=made.endpoint.pk, command=replace(command, active=True), now=START)
    notify_of_webhook(endpoint_id=made.endpoint.pk)
    assert len(mailoutbox) == 1
    receiver.status = 200
    resend_delivery(actor=owner, delivery_id=delivery.pk, now=START + timedelta(days=5))
    assert attempt(START + timedelta(days=5))[1].state == "delivered"


def test_an_endpoint_removed_while_it_is_called(owner, receiver, sent, monkeypatch):
    made = make_endpoint(owner, receiver.url)
    happen()
    from webhooks.jobs import attempt_delivery as attempting

    real = attempting.send

    def slowly(*args, **kwargs):
        remove_endpoint(actor=owner, endpoint_id=made.endpoint.pk, now=START)
        return real(*args, **kwargs)

    monkeypatch.setattr(attempting, "send", slowly)
    delivery = WebhookDelivery.objects.get()
    assert attempt_delivery(delivery_id=delivery.pk, now=datetime.now(UTC))
    assert not WebhookDelivery.objects.exists()


def test_what_is_wrong_is_named_all_at_once(owner, settings):
    with pytest.raises(InvalidInput) as refused:
        make_endpoint(owner, "http://localhost/", events=())
    assert set(refused.value.errors) == {"url", "events"}
    made = make_endpoint(owner)
    with pytest.raises(InvalidInput):
        change_endpoint(
            actor=owner,
            endpoint_id=made.endpoint.pk,
            command=ChangeEndpoint("https://10.0.0.1/", frozenset({SALE}), active=True),
            now=START,
        )
    assert WebhookEndpoint.objects.get().url == URL
    for _ in range(MAX_ENDPOINTS - 1):
        make_endpoint(owner)
    with pytest.raises(InvalidInput):
        make_endpoint(owner)


def test_changes_are_entered_without_secrets(owner):
    made = make_endpoint(owner)
    rotated = rotate_secret(actor=owner, endpoint_id=made.endpoint.pk, now=START)
    command = ChangeEndpoint(f"{URL}2", frozenset({SALE}), active=True)
    change_endpoint(actor=owner, endpoint_id=made.endpoint.pk, command=replace(command, active=False), now=START)
    remove_endpoint(actor=owner, endpoint_id=made.endpoint.pk, now=START)
    entries = list(AuditEntry.objects.filter(action__startswith="webhooks.endpoint.").order_by("id"))
    assert [entry.action.rpartition(".")[2] for entry in entries] == ["created", "secret_rotated", "changed", "removed"]
    assert entries[2].changes == {"url": [URL, f"{URL}2"], "active": [True, False]}
    kept = str([entry.changes for entry in entries])
    assert made.secret not in kept
    assert rotated.secret not in kept


def test_only_owners_decide_and_accountants_look(owner, accountant, manager, sent):
    made = make_endpoint(owner)
    happen()
    command, before = ChangeEndpoint(URL, frozenset({SALE}), active=True), list(WebhookEndpoint.objects.values_list())
    delivery = WebhookDelivery.objects.get()
    for person in (accountant, manager):
        for action in (
            lambda person=person: make_endpoint(person),
            lambda person=person: change_endpoint(
                actor=person, endpoint_id=made.endpoint.pk, command=replace(command, active=False), now=START
            ),
            lambda person=person: rotate_secret(actor=person, endpoint_id=made.endpoint.pk, now=START),
            lambda person=person: remove_endpoint(actor=person, endpoint_id=made.endpoint.pk, now=START),
            lambda person=person: resend_delivery(actor=person, delivery_id=delivery.pk, now=START),
        ):
            with pytest.raises(NotAllowed):
                action()
    assert list(WebhookEndpoint.objects.values_list()) == before
    assert list(endpoints(accountant)) == [made.endpoint]
    assert list(deliveries(accountant)) == [delivery]
    for look in (endpoints, deliveries):
        with pytest.raises(NotAllowed):
            look(manager)
    with pytest.raises(NotFound):
        endpoint(owner, 10**9)


def test_a_plan_without_webhooks(owner, sent, monkeypatch):
    """Nothing is made or switched on, and nothing more is sent; what is there can be switched off."""
    made = make_endpoint(owner)
    command = ChangeEndpoint(URL, frozenset({SALE}), active=True)
    token = entitlements.set(Entitlements(features=frozenset()))
    try:
        with pytest.raises(NotInPlan):
            make_endpoint(owner)
        with pytest.raises(NotInPlan):
            change_endpoint(actor=owner, endpoint_id=made.endpoint.pk, command=replace(command, active=True), now=START)
        change_endpoint(actor=owner, endpoint_id=made.endpoint.pk, command=replace(command, active=False), now=START)
    finally:
        entitlements.reset(token)
    change_endpoint(actor=owner, endpoint_id=made.endpoint.pk, command=replace(command, active=True), now=START)
    from webhooks.handlers import queue_deliveries

    real = queue_deliveries.has_feature
    monkeypatch.setattr(queue_deliveries, "has_feature", lambda tenant_id, feature: False)
    happen()
    assert not WebhookDelivery.objects.exists()
    monkeypatch.setattr(queue_deliveries, "has_feature", real)
    happen()
    assert WebhookDelivery.objects.exists()
