"""Every refusal as a problem (RFC 9457): a stable `code`, field errors all at once, data that helps machines."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from kernel.errors import Busy, DomainError
from kernel.problems import MEDIA_TYPE, problem_body
from kernel.transactions import refusal_of


class TooLarge(exceptions.APIException):
    """The body is past DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = 413
    default_code = "too_large"
    default_detail = "The body is too large."


def problem(
    *,
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: dict[str, list[str]] | None = None,
    data: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """A response in the one shape that refusals have."""
    body = problem_body(status=status, code=code, title=title, detail=detail, errors=errors, data=data)
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def handle(error: Exception, _context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets what nobody foresaw become a 500."""
    error = refusal_of(error) or error
    if isinstance(error, DomainError):
        set_rollback()
        return problem(
            status=error.status,
            code=error.code,
            title=error.title,
            detail=error.detail,
            errors=error.errors,
            data=error.data,
            headers=_retry_after(error),
        )
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    elif isinstance(error, ValidationError):  # a filter or cursor whose value fits no column
        error = exceptions.ParseError("A value in the address can't be read.")
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    return _of_framework(error)


def _of_framework(error: exceptions.APIException) -> Response:
    headers = {}
    if auth := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth
    headers |= _retry_after(error)
    if isinstance(error, exceptions.ValidationError):
        return problem(
            status=error.status_code,
            code="invalid_input",
            title="Please correct the marked fields",
            detail="Some fields are not acceptable.",
            errors=dict(_flat(error.detail)),
        )
    return problem(
        status=error.status_code,
        code=str(error.default_code),
        title=HTTPStatus(error.status_code).phrase,
        detail=str(error.detail),
        data=getattr(error, "data", None),
        headers=headers,
    )


def _retry_after(error: Exception) -> dict[str, str]:
    if isinstance(error, Busy):
        return {"Retry-After": str(error.wait)}
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(int(wait) + 1)} if wait else {}


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401 (DRF nests as it likes)
    """{"lines": [{}, {"quantity": ["…"]}]} → ("lines.1.quantity", ["…"])."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(detail, list) and any(isinstance(inner, (dict, list)) for inner in detail):
        for index, inner in enumerate(detail):
            yield from _flat(inner, f"{path}.{index}" if path else str(index))
    elif detail:
        messages = detail if isinstance(detail, list) else [detail]
        yield path or "body", [str(message) for message in messages]
