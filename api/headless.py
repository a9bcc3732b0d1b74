"""Signing in and what belongs to it are allauth's: its headless views are asked here, and answered in our words.

So every route of the API answers and refuses in one shape, and allauth's own routes aren't served.
"""

import copy
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless import app_settings
from allauth.headless.account import views as account
from allauth.headless.constants import Client, Flow
from allauth.headless.internal.restkit.response import APIResponse
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from rest_framework import exceptions, serializers
from rest_framework.request import Request

_TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}


class WrongCredentials(exceptions.APIException):
    """No such person, or another password: which of them isn't said."""

    status_code = 401
    default_code = "wrong_credentials"
    default_detail = "The e-mail address or the password is wrong."


class SignedOut(exceptions.APIException):
    """The token is none, has ended, or was used before."""

    status_code = 401
    default_code = "signed_out"
    default_detail = "This token has ended: sign in again."


class SecondFactorNeeded(exceptions.APIException):
    """The password was right; `session_token` goes with the code."""

    status_code = 401
    default_code = "second_factor_needed"
    default_detail = "Send the code of your second factor with this session_token."

    def __init__(self, session_token: str) -> None:
        super().__init__()
        self.data = {"session_token": session_token}


class ConfirmPassword(exceptions.APIException):
    """What was asked wants a password that was given a moment ago."""

    status_code = 401
    default_code = "confirm_password"
    default_detail = "Confirm your password first: it was given too long ago."


class NotNow(exceptions.APIException):
    """What was asked isn't possible in this state."""

    status_code = 409
    default_code = "conflict"
    default_detail = "This isn't possible now."


@dataclass(frozen=True, slots=True)
class Said:
    """What allauth answered: 200, or 401 for a stranger, who may nevertheless have done what was asked."""

    status: int
    data: Mapping[str, Any]
    meta: Mapping[str, Any]

    @property
    def waits_for(self) -> set[str]:
        """The steps that are left before somebody is signed in."""
        return {flow["id"] for flow in self.data.get("flows", ()) if flow.get("is_pending")}


def ask(
    view: Callable[..., Any],
    request: Request,
    body: Mapping[str, Any] | None = None,
    *,
    method: str = "POST",
    token: str = "",
    allows: Collection[int] = (),
) -> Said:
    """Ask one of allauth's views as the caller of `request`, or as the one whose session `token` is.

    ValidationError for wrong fields, Throttled, SignedOut, NotNow; but for statuses that the caller `allows`.
    """
    inner = _request(request._request, body, method, token)  # noqa: SLF001 (DRF's inner request)
    with request_context(inner):
        try:
            answer = _app_view(view)(inner)
        except ImmediateHttpResponse as ended:
            answer = ended.response
    said = json.loads(answer.content) if answer.content else {}
    if answer.status_code not in allows:
        _refuse(answer.status_code, said.get("errors", ()))
    return Said(answer.status_code, said.get("data", {}), said.get("meta", {}))


def signed_in(said: Said) -> dict[str, str]:
    """The tokens of somebody who is in now. SecondFactorNeeded."""
    if Flow.MFA_AUTHENTICATE in said.waits_for:
        raise SecondFactorNeeded(said.meta["session_token"])
    if "access_token" not in said.meta:
        raise SignedOut
    return {name: said.meta[name] for name in ("access_token", "refresh_token")}


def confirmed(said: Said) -> Said:
    """What was done; ConfirmPassword when it wasn't, because it wants a password that was given a moment ago."""
    if said.status == HTTPStatus.UNAUTHORIZED:
        raise ConfirmPassword
    return said


class ChangePassword(account.ChangePasswordView):  # type: ignore[misc]
    """With tokens: the session behind those that were sent has another name now."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> APIResponse:  # noqa: ANN401 (allauth's own)
        super().post(request, *args, **kwargs)
        return APIResponse(request, meta=app_settings.TOKEN_STRATEGY.create_access_token_payload(request))


@cache
def _app_view(view: Any) -> Callable[[HttpRequest], HttpResponse]:  # noqa: ANN401 (a class of allauth's, untyped)
    """The view for apps, with passwords read as they were typed: the pages keep spaces, too."""

    class KeepingSpaces(view):  # type: ignore[misc]
        def get_input_class(self) -> Any:  # noqa: ANN401 (a form's class)
            shape = super().get_input_class()
            return _keeping_spaces(shape) if shape else None

    app_view: Callable[[HttpRequest], HttpResponse] = KeepingSpaces.as_api_view(client=Client.APP)
    return app_view


@cache
def _keeping_spaces(shape: Any) -> type[Form]:  # noqa: ANN401 (a class of allauth's, untyped)
    class KeepingSpaces(shape):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
            super().__init__(*args, **kwargs)
            for name, field in self.fields.items():
                if "password" in name:
                    field.strip = False

    return KeepingSpaces


def _request(outer: HttpRequest, body: Mapping[str, Any] | None, method: str, token: str) -> HttpRequest:
    inner = copy.copy(outer)
    inner.method = method
    inner.META = {**outer.META, "CONTENT_TYPE": "application/json"}
    inner.META.pop("HTTP_X_SESSION_TOKEN", None)
    if token:
        inner.META["HTTP_X_SESSION_TOKEN"] = token
    vars(inner).pop("headers", None)  # read from META, and kept
    inner._body = json.dumps(body or {}).encode()  # noqa: SLF001 (as `request.body` keeps it)
    return inner


def _refuse(status: int, errors: Iterable[Mapping[str, str]]) -> None:
    if status == exceptions.Throttled.status_code or any(error["code"] in _TOO_OFTEN for error in errors):
        raise exceptions.Throttled(wait=60)
    if errors:
        fields: dict[str, list[exceptions.ErrorDetail]] = {}
        for error in errors:
            detail = exceptions.ErrorDetail(error["message"], error["code"])
            fields.setdefault(error.get("param") or "body", []).append(detail)
        raise serializers.ValidationError(fields)
    if status == HTTPStatus.GONE:
        raise SignedOut
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}:
        raise NotNow
