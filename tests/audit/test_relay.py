"""From the outbox to the handlers: nothing is lost, what keeps failing is kept."""

import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection, transaction

from audit import hints
from audit.models import DeadLetter, OutboxEvent
from audit.operations.dead_letter_event import dead_letter_event
from audit.operations.relay_outbox import BATCH, relay_outbox
from audit.operations.retry_dead_letter import retry_dead_letter
from audit.steps import emit
from audit.tasks import ATTEMPTS, deliver, relay
from config.event_routes import EVENT_ROUTES
from kernel.errors import NotAllowed, NotFound
from kernel.ids import new_id
from kernel.schemas import PUBLIC, in_schema
from people.models import User
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.rules.lifecycle import CLOSING_STATES
from tenants.life.tasks import relay_all, relay_hinted
from tests.installation import NOW, together
from tests.waiting import others_in_a_transaction, until


@dataclass
class Rang:
    """A made-up event."""

    kind: ClassVar[str] = "test.rang"
    times: int = 1

    def payload(self) -> dict[str, Any]:
        return {"times": self.times}


CALLS: list[int] = []


def listen(*, times: int) -> None:
    CALLS.append(times)


def fail(*, times: int) -> None:
    CALLS.append(times)
    raise OSError(f"no line {times}")


@pytest.fixture(autouse=True)
def routes(settings):
    CALLS.clear()
    settings.EVENT_ROUTES = {"test.rang": (f"{__name__}.listen", f"{__name__}.fail")}


@pytest.fixture
def sent(monkeypatch):
    """What was handed to Celery: name and options."""
    messages = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: messages.append((name, options)))
    return messages


def ring(times: int = 1) -> None:
    with transaction.atomic():
        emit(Rang(times), at=NOW)


def handed_over(sent):
    return [(options["kwargs"]["handler"].rpartition(".")[2], options["kwargs"]["payload"]) for _name, options in sent]


def test_each_handler_of_each_event_is_called_for_oldest_first(tenant, sent):
    OutboxEvent.objects.all().delete()
    ring(1)
    ring(2)
    assert relay_outbox(now=NOW) == 2
    assert handed_over(sent) == [
        ("listen", {"times": 1}),
        ("fail", {"times": 1}),
        ("listen", {"times": 2}),
        ("fail", {"times": 2}),
    ]
    assert {options["headers"]["_schema_name"] for _name, options in sent} == {tenant.schema_name}
    assert relay_outbox(now=NOW) == 0


def test_an_event_that_nobody_listens_to_is_done_with(tenant, sent, settings):
    settings.EVENT_ROUTES = {}
    ring()
    assert relay_outbox(now=NOW) >= 1
    assert sent == []
    assert not OutboxEvent.objects.filter(relayed_at=None).exists()


def test_a_relay_goes_on_until_nothing_waits(tenant, sent, settings):
    settings.EVENT_ROUTES = {"test.rang": (f"{__name__}.listen",)}
    OutboxEvent.objects.all().delete()
    OutboxEvent.objects.bulk_create(
        OutboxEvent(id=new_id(), kind="test.rang", payload={"times": n}, occurred_at=NOW) for n in range(BATCH + 3)
    )
    relay.apply()
    assert len(sent) == BATCH + 3


def test_a_broker_that_is_away_leaves_the_events_waiting(tenant, monkeypatch):
    def away(*_args, **_kwargs):
        raise OSError("broker")

    ring()
    monkeypatch.setattr("celery.current_app.send_task", away)
    with pytest.raises(OSError, match="broker"):
        relay_outbox(now=NOW)
    assert OutboxEvent.objects.filter(relayed_at=None, kind="test.rang").exists()


@pytest.mark.committed
def test_two_relays_share_the_work(tenant, sent):
    OutboxEvent.objects.update(relayed_at=NOW)
    for n in range(20):
        ring(n)

    def work():
        with in_schema(tenant.schema_name):
            return relay_outbox(now=NOW)

    assert sum(int(str(handed)) for handed in together(*[work] * 3)) == 20
    assert len(sent) == 40


@pytest.mark.committed
def test_a_relay_killed_between_claim_and_commit_loses_nothing(tenant, sent):
    """kill -9 of the process that holds the rows; the next relay finds them."""
    OutboxEvent.objects.update(relayed_at=NOW)
    ring(7)
    program = """
import sys, time
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.EVENT_ROUTES = {"test.rang": ("nowhere.at_all",)}
import django; django.setup()
from datetime import datetime, UTC
from audit.operations import relay_outbox as module
from kernel.schemas import in_schema
def hang(**_): print("claimed", flush=True); time.sleep(60)
module.send_delivery = hang
with in_schema(sys.argv[2]): module.relay_outbox(now=datetime.now(UTC))
"""
    worker = subprocess.Popen(
        [sys.executable, "-c", program, connection.settings_dict["NAME"], tenant.schema_name],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == "claimed\n"
        assert relay_outbox(now=NOW) == 0
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    until(lambda: others_in_a_transaction() == 0, "PostgreSQL notices that the process is gone")
    assert relay_outbox(now=NOW) == 1
    assert ("listen", {"times": 7}) in handed_over(sent)


def call(handler, tenant, *, event_id=None, retries=0):
    return deliver.apply(
        kwargs={
            "event_id": str(event_id or new_id()),
            "kind": "test.rang",
            "handler": f"{__name__}.{handler}",
            "payload": {"times": 3},
        },
        headers={"_schema_name": tenant.schema_name},
        retries=retries,
    )


def letters():
    with in_schema(PUBLIC):
        return list(DeadLetter.objects.values("tenant_schema", "handler", "error", "attempts", "payload", "retried_at"))


def test_a_handler_is_called_with_the_payload(tenant):
    assert call("listen", tenant).state == "SUCCESS"
    assert CALLS == [3]
    assert letters() == []


def test_what_fails_five_times_is_a_dead_letter_in_the_public_schema(tenant):
    event_id = new_id()
    call("fail", tenant, event_id=event_id)
    assert CALLS == [3] * ATTEMPTS
    assert letters() == [
        {
            "tenant_schema": tenant.schema_name,
            "handler": f"{__name__}.fail",
            "error": "OSError: no line 3",
            "attempts": ATTEMPTS,
            "payload": {"times": 3},
            "retried_at": None,
        }
    ]
    assert not DeadLetter.objects.exists()


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (TenantState.SUSPENDED, "The business was suspended."),
        (TenantState.EXPORT_OPEN, "The business was export open."),
        (TenantState.CLOSING_SUSPENDED, "The business was closing, suspended."),
    ],
)
def test_what_was_relayed_for_a_business_that_rests_by_now_is_a_dead_letter(tenant, sent, state, why):
    closes_at = NOW if state in CLOSING_STATES else None
    with in_schema(PUBLIC):
        Tenant.objects.filter(pk=tenant.pk).update(state=state, closes_at=closes_at)
    event_id = new_id()
    assert call("listen", tenant, event_id=event_id).state == "REJECTED"
    assert CALLS == []
    (letter,) = letters()
    assert (letter["tenant_schema"], letter["payload"]) == (tenant.schema_name, {"times": 3})
    assert letter["error"] == why
    with in_schema(PUBLIC):
        Tenant.objects.filter(pk=tenant.pk).update(state=TenantState.ACTIVE, closes_at=None)
        operator = User.objects.create_superuser("op@counterfoil.test", name="Op")
        retry_dead_letter(actor=operator, letter_id=DeadLetter.objects.get().pk, now=NOW)
    assert call("listen", tenant, event_id=event_id).state == "SUCCESS"


@pytest.mark.parametrize("schema", ["t_neverwas", ""])
def test_what_is_for_nobody_leaves_no_letter(tenant, schema):
    nobody = Tenant(schema_name=schema)
    assert call("listen", nobody).state == "REJECTED"
    with in_schema(PUBLIC):
        Tenant.objects.filter(pk=tenant.pk).update(state=TenantState.DELETED)
    assert call("listen", tenant).state == "REJECTED"
    assert (CALLS, letters()) == ([], [])


def test_a_letter_that_was_retried_and_fails_again_is_the_same_letter(tenant, sent, django_capture_on_commit_callbacks):
    event_id = new_id()
    call("fail", tenant, event_id=event_id)
    with in_schema(PUBLIC):
        operator = User.objects.create_superuser("op@counterfoil.test", name="Op")
        letter = DeadLetter.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            retry_dead_letter(actor=operator, letter_id=letter.pk, now=NOW)
        letter.refresh_from_db()
        assert letter.retried_at == NOW
    ((_name, options),) = sent
    assert options["kwargs"]["event_id"] == str(event_id)
    call("fail", tenant, event_id=event_id)
    (kept,) = letters()
    assert (kept["attempts"], kept["retried_at"]) == (2 * ATTEMPTS, None)


def test_only_an_operator_retries_and_only_what_is_there(tenant, owner):
    with in_schema(PUBLIC):
        with pytest.raises(NotAllowed):
            retry_dead_letter(actor=owner, letter_id=new_id(), now=NOW)
        operator = User.objects.create_superuser("op@counterfoil.test", name="Op")
        with pytest.raises(NotFound):
            retry_dead_letter(actor=operator, letter_id=new_id(), now=NOW)


def test_a_handler_that_is_gone_is_a_failure_like_any_other(tenant):
    call("nobody", tenant)
    assert letters()[0]["attempts"] == ATTEMPTS


def test_retries_are_ever_further_apart(tenant, monkeypatch):
    waits = []

    def wait(*, exc, countdown):
        waits.append(countdown)
        return exc

    monkeypatch.setattr(deliver, "retry", wait)
    for tries in range(ATTEMPTS - 1):
        call("fail", tenant, retries=tries)
    assert waits == [5, 20, 80, 320]
    assert letters() == []


@pytest.mark.usefixtures("tenant")
class TestHints:
    @pytest.fixture(autouse=True)
    def redis(self):
        hints.take_hints()

    def test_writing_an_event_leaves_a_hint_after_the_commit_and_once(
        self, tenant, sent, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            ring()
            ring()
            assert hints.take_hints() == []
        relay_hinted.apply(headers={"_schema_name": PUBLIC})
        assert sent == [("audit.tasks.relay", {"headers": {"_schema_name": tenant.schema_name}})]
        assert hints.take_hints() == []

    def test_redis_being_away_fails_no_sale(self, settings, django_capture_on_commit_callbacks):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        hints._client.cache_clear()
        try:
            with django_capture_on_commit_callbacks(execute=True) as callbacks:
                ring()
        finally:
            hints._client.cache_clear()
        assert len(callbacks) == 1


def test_without_redis_there_are_no_hints(settings):
    settings.REDIS_URL = ""
    hints.give_hint("t_x")
    assert hints.take_hints() == []


def test_the_sweep_asks_every_business(tenant, sent):
    with in_schema(PUBLIC):
        relay_all.apply(headers={"_schema_name": PUBLIC})
    options = {"headers": {"_schema_name": tenant.schema_name}, "expires": 300}
    assert ("audit.tasks.relay", options) in sent, "without workers the messages of one sweep wait, not of all"


def test_every_route_leads_to_a_function():
    from django.utils.module_loading import import_string

    assert all(callable(import_string(handler)) for handlers in EVENT_ROUTES.values() for handler in handlers)


def test_a_new_owner_gets_two_mails_that_lead_to_the_business(tenant, owner, host, client_for, settings):
    settings.EVENT_ROUTES = EVENT_ROUTES
    for handler in ("send_verification", "send_welcome"):
        deliver.apply(
            kwargs={
                "event_id": str(new_id()),
                "kind": "tenants.business_opened",
                "handler": f"tenants.life.handlers.welcome_owner.{handler}",
                "payload": {"owner_id": owner.pk},
            },
            headers={"_schema_name": tenant.schema_name},
        )
    verification, welcome = mail.outbox
    assert verification.to == welcome.to == [owner.email]
    assert f"//{host}" in welcome.body
    assert host in welcome.subject
    link = next(line for line in verification.body.splitlines() if "confirm-email" in line)
    assert link.startswith(f"http://{host}")
    client_for(None).post(link.partition(host)[2].lstrip(":0123456789"))
    assert owner.emailaddress_set.get().verified
    deliver.apply(
        kwargs={
            "event_id": str(new_id()),
            "kind": "tenants.business_opened",
            "handler": "tenants.life.handlers.welcome_owner.send_verification",
            "payload": {"owner_id": owner.pk},
        },
        headers={"_schema_name": tenant.schema_name},
    )
    assert len(mail.outbox) == 2


def test_burying_takes_plain_values(db):
    with in_schema(PUBLIC):
        dead_letter_event(
            schema="t_x",
            event_id=UUID(int=1),
            kind="k",
            handler="h",
            payload={},
            error="e",
            attempts=5,
            now=NOW,
        )
        assert DeadLetter.objects.get(event_id=UUID(int=1)).failed_at == NOW
