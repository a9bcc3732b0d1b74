"""A message in Redis can name any task and any handler in any queue: each worker does what is declared for it."""

import pytest
from celery import current_app, shared_task
from django.conf import settings as real_settings

from audit.models import DeadLetter
from audit.operations.retry_dead_letter import retry_dead_letter
from audit.tasks import ATTEMPTS
from config.queues import OWNER_HANDLERS, OWNER_WORK
from kernel.ids import new_id
from kernel.schemas import PUBLIC, current_schema, use_public
from people.models import User
from tests.installation import NOW

RAN: list[str] = []
WELCOME = "tenants.life.handlers.welcome_owner.send_welcome"
(RESTORE,) = OWNER_HANDLERS


@shared_task
def in_a_business(*_given: object) -> None:
    RAN.append(current_schema())


@pytest.fixture(autouse=True)
def nothing_ran():
    current_app.loader.import_default_modules()
    RAN.clear()
    use_public()


@pytest.fixture
def as_owners_worker(settings):
    settings.DATABASE_OWNER = True


def sent(name, schema, *arguments, **options):
    """The message's state after the worker that we are has taken it, wherever it was queued."""
    use_public()
    return current_app.tasks[name].apply(arguments, headers={"_schema_name": schema}, **options).state


def delivery(handler, **payload):
    return {"event_id": str(new_id()), "kind": "tenants.business_opened", "handler": handler, "payload": payload}


def letters():
    return list(DeadLetter.objects.values_list("handler", "error"))


def test_what_is_declared_for_the_owner_is_there():
    assert {task for task, _handler in OWNER_WORK} <= set(current_app.tasks)
    assert {handler for handlers in real_settings.EVENT_ROUTES.values() for handler in handlers} >= OWNER_HANDLERS


def test_the_owners_worker_runs_no_task_of_the_applications(tenant, as_owners_worker):
    others = set(current_app.tasks) - {task for task, _handler in OWNER_WORK}
    assert {"audit.tasks.relay", "tenants.life.tasks.finish", "celery.starmap", in_a_business.name} <= others
    states = {
        name: sent(name, tenant.schema_name if current_app.tasks[name].in_public is False else PUBLIC)
        for name in sorted(others)
    }
    assert set(states.values()) == {"REJECTED"}, states
    assert RAN == []


@pytest.mark.parametrize(("task", "handler"), sorted(OWNER_WORK))
def test_no_other_worker_runs_one_of_the_owners(tenant, task, handler):
    assert sent(task, PUBLIC, kwargs=delivery(handler, backup_id="b") if handler else {}) == "REJECTED"
    assert letters() == ([(handler, "It came to a worker that may not do it.")] if handler else [])


@pytest.mark.parametrize("handler", [WELCOME, "os.system", "tenants.archives.operations.purge_business.purge_business"])
def test_the_owners_worker_calls_no_handler_but_those_that_are_declared(
    tenant, as_owners_worker, handler, monkeypatch, django_capture_on_commit_callbacks
):
    """It becomes a dead letter, which leaves the console for the queue where it belongs."""
    assert sent("audit.tasks.deliver", PUBLIC, kwargs=delivery(handler, command="touch /tmp/forged")) == "REJECTED"
    assert letters() == [(handler, "It came to a worker that may not do it.")]
    messages = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: messages.append((name, options)))
    operator = User.objects.create_superuser("op@counterfoil.test", name="Op")
    with django_capture_on_commit_callbacks(execute=True):
        retry_dead_letter(actor=operator, letter_id=DeadLetter.objects.get().pk, now=NOW)
    ((name, options),) = messages
    assert current_app.amqp.router.route({}, name, (), options["kwargs"])["queue"].name == "celery"


def test_a_declared_handler_opens_no_other_task_to_the_owners_worker(tenant, as_owners_worker):
    assert sent("audit.tasks.relay", PUBLIC, kwargs={"handler": RESTORE}) == "REJECTED"
    assert sent("tenants.life.tasks.refill", PUBLIC, kwargs={"handler": RESTORE}) == "REJECTED"
    assert sent("audit.tasks.deliver", PUBLIC, kwargs={"handler": [RESTORE]}) != "SUCCESS"


def test_what_hears_no_event_is_never_called(tenant, monkeypatch):
    """Not refused at once: the handler of a release that is under way is known a minute later."""
    called = []
    monkeypatch.setattr("os.system", lambda **given: called.append(given))
    sent("audit.tasks.deliver", PUBLIC, kwargs=delivery("os.system", command="touch /tmp/forged"), retries=ATTEMPTS - 1)
    assert letters() == [("os.system", "LookupError: os.system hears no event")]
    assert called == []


@pytest.mark.parametrize("builtin", ["celery.map", "celery.starmap"])
def test_no_task_is_called_by_another(tenant, builtin):
    assert sent(builtin, tenant.schema_name, in_a_business.s(), [[]]) in {"REJECTED", "FAILURE"}
    assert RAN == []


def test_a_failing_task_of_the_owners_calls_nothing_that_its_message_names(tenant, as_owners_worker):
    """Celery calls an `errback` of two arguments in the worker itself, past its queue and its own message."""
    forged = current_app.signature("celery.starmap", args=(in_a_business.s(), [[]]), immutable=True)
    assert sent("tenants.life.tasks.refill", PUBLIC, "one too many", link_error=forged) == "FAILURE"
    assert RAN == []
