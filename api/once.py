"""Reading a request's Idempotency-Key and what it is asked with."""

import json

from django.utils.crypto import salted_hmac
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from audit.operations.answer_once import Answer

MAX_KEY_LENGTH = 100


def key_of(request: Request) -> str | None:
    """The header, checked."""
    key = request.headers.get("Idempotency-Key")
    if key is None or (0 < len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isprintable()):
        return key
    raise ValidationError({"Idempotency-Key": [f"1 to {MAX_KEY_LENGTH} visible ASCII characters, please."]})


def fingerprint(request: Request) -> str:
    """A keyed digest of method, path and what the body says: keyed, because it may hold a password.

    White space and the order of members say nothing: a program may write the same request in another way.
    """
    body = json.dumps(request.data, sort_keys=True, separators=(",", ":"))
    text = f"{request.method} {request.get_full_path()}\n{body}"
    return salted_hmac("audit.idempotency", text, algorithm="sha256").hexdigest()


def response(answer: Answer) -> Response:
    """The answer, marked where it is the first one again."""
    headers = {"Idempotent-Replay": "true"} if answer.replayed else None
    return Response(answer.body, status=answer.status, headers=headers)
