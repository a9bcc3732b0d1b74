"""The envelope around an operation that answers a request once, however often it is sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audit.errors import IdempotencyKeyReused
from kernel.actors import Actor
from kernel.transactions import open_to_joining, pipeline, run_in_transaction

T = TypeVar("T")

_CLAIM = """
    INSERT INTO audit_idempotencykey (actor_id, key, fingerprint, status, claimed_at) VALUES (%s, %s, %s, 0, %s)
    ON CONFLICT DO NOTHING
"""
_FIND = "SELECT fingerprint, status, answer FROM audit_idempotencykey WHERE actor_id = %s AND key = %s"
_ANSWER = "UPDATE audit_idempotencykey SET status = %s, answer = %s::jsonb WHERE actor_id = %s AND key = %s"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the caller names it: who, under which key, and a digest of method, path and body."""

    actor: Actor
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status and JSON body."""

    status: int
    body: Any
    replayed: bool = False


def answer_once(*, request: Request, now: datetime, work: Callable[[], T], render: Callable[[T], Answer]) -> Answer:
    """Do the work and keep its answer in one transaction; a repeated request gets the first answer.

    A repeat that comes while the first is under way waits for it. Work that fails leaves no claim, so the same key
    may be sent again. IdempotencyKeyReused when the key came with another fingerprint.
    """

    def once() -> Answer:
        with connection.cursor() as cursor:
            with pipeline():  # together with BEGIN
                cursor.execute(_CLAIM, [request.actor.pk, request.key, request.fingerprint, now])
            if not cursor.rowcount:
                cursor.execute(_FIND, [request.actor.pk, request.key])
                return _replayed(request, *cursor.fetchone())
            with open_to_joining():
                answer = render(work())
            body = json.dumps(answer.body, cls=DjangoJSONEncoder)
            cursor.execute(_ANSWER, [answer.status, body, request.actor.pk, request.key])
        return answer

    return run_in_transaction(once)


def _replayed(request: Request, fingerprint: str, status: int, answer: str) -> Answer:
    if fingerprint != request.fingerprint:
        raise IdempotencyKeyReused
    return Answer(status, json.loads(answer), replayed=True)
