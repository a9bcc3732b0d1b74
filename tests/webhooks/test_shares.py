"""Endpoints share the workers: one that is dead, slow or far behind keeps no other waiting."""

from datetime import timedelta
from itertools import groupby

import pytest
from django.utils import timezone

from tests.webhooks.events import START, happen, make_endpoint
from webhooks.jobs import attempt_delivery as attempting
from webhooks.jobs.send_to_endpoint import send_to_endpoint
from webhooks.models import WebhookDelivery, WebhookEndpoint
from webhooks.operations.change_endpoint import ChangeEndpoint, change_endpoint
from webhooks.operations.resend_delivery import resend_delivery
from webhooks.rules.retries import REST_LONGEST, REST_SHORTEST, SHARE, rest
from webhooks.sending import Outcome
from webhooks.tasks import send_due, send_to

pytestmark = pytest.mark.committed

DEAD, REFUSING, WELL, OTHER = (f"https://{name}.example.com/hook" for name in ("dead", "refusing", "well", "other"))
ARRIVED, SILENT, REFUSED = (
    Outcome(200, "", "", 5),
    Outcome(None, "", "TimeoutError: timed out", 5000),
    Outcome(500, "", "Answered 500.", 5),
)


class Worker:
    """The only one, with all messages in one line. `tried` are the endpoints that were sent something, in order."""

    def __init__(self, sent):
        self.line, self.tried, self.bodies = sent, [], []
        self.answers = {DEAD: SILENT, REFUSING: REFUSED}

    def send(self, url, *, body, headers):  # noqa: ARG002 (what it is called with)
        self.tried.append(url)
        self.bodies.append(body)
        return self.answers.get(url, ARRIVED)

    def work(self):
        while self.line:
            _name, options = self.line.pop(0)
            send_to(**options["kwargs"])


@pytest.fixture
def worker(sent, monkeypatch):
    worker = Worker(sent)
    monkeypatch.setattr(attempting, "send", worker.send)
    return worker


def test_a_dead_endpoint_costs_the_others_one_try(owner, worker):
    """Sixty events for each of two, with one worker: what the dead one takes is five seconds, once."""
    for url in (DEAD, WELL):
        make_endpoint(owner, url)
    for _ in range(60):
        happen()
    worker.work()
    assert worker.tried.count(DEAD) == 1
    assert worker.tried.count(WELL) >= SHARE
    send_due()  # for those that were too many for a message each
    worker.work()
    assert (worker.tried.count(DEAD), worker.tried.count(WELL)) == (1, 60)


def test_its_retries_wait_while_it_rests_and_one_shows_that_it_is_back(owner, worker):
    make_endpoint(owner, DEAD)
    for _ in range(5):
        happen()
    worker.work()
    WebhookDelivery.objects.update(next_attempt_at=START)
    send_due()
    assert not worker.line
    WebhookEndpoint.objects.update(rests_until=timezone.now())
    send_due()
    worker.work()
    assert worker.tried == [DEAD] * 2
    worker.answers.clear()
    WebhookDelivery.objects.update(next_attempt_at=START)
    WebhookEndpoint.objects.update(rests_until=timezone.now())
    send_due()
    worker.work()
    assert worker.tried == [DEAD] * 7


def test_who_answers_with_an_error_is_asked_about_each(owner, worker):
    make_endpoint(owner, REFUSING)
    for _ in range(5):
        happen()
    worker.work()
    assert worker.tried == [REFUSING] * 5


def test_those_who_are_far_behind_take_turns(owner, worker):
    endpoints = [make_endpoint(owner, url).endpoint.pk for url in (WELL, OTHER)]
    for _ in range(3 * SHARE):
        happen()
    del worker.line[2:]
    worker.work()
    assert [(url, len(list(run))) for url, run in groupby(worker.tried)] == [(WELL, SHARE), (OTHER, SHARE)] * 3
    assert not WebhookEndpoint.objects.filter(pk__in=endpoints).exclude(rests_until=None).exists()


def test_order_is_kept(owner, worker):
    make_endpoint(owner, WELL)
    events = [str(happen()) for _ in range(2 * SHARE)]
    worker.line.reverse()
    worker.work()
    send_due()
    worker.work()
    assert [body.split('"')[3] for body in worker.bodies] == events


def test_a_slow_one_lets_others_have_their_turn(owner, worker):
    endpoint = make_endpoint(owner, WELL).endpoint
    for _ in range(5):
        happen()
    moments = iter(START + timedelta(days=1, seconds=3 * step) for step in range(100))
    assert send_to_endpoint(endpoint_id=endpoint.pk, clock=lambda: next(moments))
    assert len(worker.tried) < 5


def test_one_worker_at_a_time(owner, worker, tenant):
    endpoint = make_endpoint(owner, WELL).endpoint
    happen()
    WebhookEndpoint.objects.update(rests_until=timezone.now() + timedelta(minutes=5))
    assert not send_to_endpoint(endpoint_id=endpoint.pk, clock=timezone.now)
    assert not worker.tried


def test_what_comes_while_a_worker_ends_is_not_overlooked(owner, worker):
    endpoint = make_endpoint(owner, WELL).endpoint
    happen()

    def send(url, *, body, headers):
        if len(worker.tried) < 3:
            happen()
        return Worker.send(worker, url, body=body, headers=headers)

    attempting.send = send  # restored by the fixture
    assert not send_to_endpoint(endpoint_id=endpoint.pk, clock=timezone.now)
    assert len(worker.tried) == 4


def test_changing_it_and_sending_by_hand_end_its_rest(owner, worker):
    endpoint = make_endpoint(owner, DEAD).endpoint
    happen()
    worker.work()
    resend_delivery(actor=owner, delivery_id=WebhookDelivery.objects.get().pk, now=timezone.now())
    worker.work()
    assert worker.tried == [DEAD] * 2
    command = ChangeEndpoint(WELL, frozenset(endpoint.events), active=True)
    change_endpoint(actor=owner, endpoint_id=endpoint.pk, command=command, now=timezone.now())
    WebhookDelivery.objects.update(next_attempt_at=START)
    send_due()
    worker.work()
    assert worker.tried == [DEAD, DEAD, WELL]


def test_an_endpoint_that_was_removed(owner, worker):
    assert not send_to_endpoint(endpoint_id=4711, clock=timezone.now)


def test_rests_double():
    minutes = [timedelta(minutes=minutes) for minutes in (0, 1, 3, 7, 60)]
    assert [rest(failing) for failing in minutes] == [REST_SHORTEST, *minutes[1:4], REST_LONGEST]
