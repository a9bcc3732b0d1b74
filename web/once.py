"""Forms are as safe to repeat as the API: each carries a key made with the page, and is done once under it.

A double click, a reload and "Back, and again" send the same form with the same key: they get the first answer again, by
the envelope that the API uses. The same key with other content is no repetition: nothing is done, the form says
so and comes back, as it was typed, under a fresh key.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from audit.errors import IdempotencyKeyReused
from audit.operations.answer_once import Answer, answer_once
from audit.operations.answer_once import Request as OnceRequest
from audit.operations.answer_resumable import answer_resumable
from kernel.actors import Actor
from kernel.errors import Conflict, DomainError, NotAllowed, NotFound
from web.access import PageRequest

T = TypeVar("T")

FIELD = "form_key"
_OF_THE_PAGE = {FIELD, "csrfmiddlewaretoken"}


class FormChanged(Conflict):
    """The form was sent and done before, with other content."""

    code = "form_changed"
    title = (
        "This form was sent before with other content, and that was done. Nothing was done now: look at what is there, "
        "and send it again if you mean another one."
    )


@dataclass(frozen=True, slots=True)
class Done:
    """Where the browser goes, and what it is told there. `undo` is the address that takes it back."""

    to: str
    said: str = ""
    undo: str = ""


def new_key() -> str:
    """A key for one form of one page."""
    return get_random_string(22)


def send_once(
    request: PageRequest,
    work: Callable[[], T],
    done: Callable[[T], Done],
    *,
    show: Callable[[T], HttpResponse] | None = None,
    cross_schema: bool = False,
) -> HttpResponse:
    """Do the work of a form once, and go where `done` says; the same for a repetition.

    `show` answers the first time instead, with what is shown once only: a secret. `cross_schema` is for work that
    leaves the business's schema and bears being repeated when it broke off half-way. FormChanged.
    """
    results: list[T] = []

    def noted() -> T:
        results.append(work())
        return results[-1]

    envelope = _resumable if cross_schema else _once
    answer = envelope(request.user, request, noted, lambda result: Answer(302, asdict(done(result))))
    if results and show is not None:
        return show(results[-1])
    return _go(request, Done(**answer.body))


def press_once(
    request: PageRequest,
    work: Callable[[], T],
    done: Callable[[T], Done],
    *,
    back: str,
    show: Callable[[T], HttpResponse] | None = None,
    cross_schema: bool = False,
) -> HttpResponse:
    """`send_once` for a form that is only a button: a refusal is said on the page at `back`. NotFound, NotAllowed."""
    try:
        return send_once(request, work, done, show=show, cross_schema=cross_schema)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refused:
        messages.error(request, refused.detail)
        return redirect(back)


def visitor_once(request: HttpRequest, work: Callable[[], T], done: Callable[[T], Done]) -> HttpResponse:
    """The same for somebody who isn't signed in, on the public host."""
    return _go(request, Done(**_resumable(None, request, work, lambda result: Answer(302, asdict(done(result)))).body))


def answer_form(request: PageRequest, work: Callable[[], T], body: Callable[[T], Any]) -> Any:  # noqa: ANN401 (JSON)
    """Do the work of a form once; `body` of its result, for a page that isn't left. FormChanged."""
    return _once(request.user, request, work, lambda result: Answer(200, body(result))).body


def _go(request: HttpRequest, done: Done) -> HttpResponse:
    if done.said:
        messages.success(request, done.said, extra_tags=done.undo)
    return redirect(done.to)


def _once(actor: Actor, request: HttpRequest, work: Callable[[], T], render: Callable[[T], Answer]) -> Answer:
    key = request.POST.get(FIELD)
    if not key:
        return render(work())
    asked = OnceRequest(actor, _stored(request, key), _fingerprint(request))
    try:
        return answer_once(request=asked, now=timezone.now(), work=work, render=render)
    except IdempotencyKeyReused as reused:
        raise FormChanged from reused


def _resumable(
    actor: Actor | None, request: HttpRequest, work: Callable[[], T], render: Callable[[T], Answer]
) -> Answer:
    key = request.POST.get(FIELD)
    if not key:
        return render(work())
    try:
        return answer_resumable(
            actor=actor,
            key=_stored(request, key),
            fingerprint=_fingerprint(request),
            now=timezone.now(),
            work=work,
            render=render,
        )
    except IdempotencyKeyReused as reused:
        raise FormChanged from reused


def _stored(request: HttpRequest, key: str) -> str:
    """The key as the envelope keeps it: of this address, and never one that a program chose."""
    digest = salted_hmac("web.once.key", f"{request.path}\n{key}", algorithm="sha256").hexdigest()
    return f"form {digest}"


def _fingerprint(request: HttpRequest) -> str:
    """A keyed digest of everything that was typed: keyed, because a form may hold a password."""
    typed = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name not in _OF_THE_PAGE]
    text = f"{request.get_full_path()}\n{urlencode(typed, doseq=True)}"
    return salted_hmac("web.once.form", text, algorithm="sha256").hexdigest()
