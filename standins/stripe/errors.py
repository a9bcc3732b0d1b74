"""Refusals in Stripe's shape."""

from typing import Any


class ApiError(Exception):
    """Answered as `{"error": {type, message, code, param}}` with the status."""

    def __init__(self, status: int, kind: str, message: str, *, code: str = "", param: str = "", **more: str) -> None:
        super().__init__(message)
        self.status = status
        said = {"type": kind, "message": message, "code": code, "param": param, **more}
        self.body: dict[str, Any] = {"error": {name: value for name, value in said.items() if value}}


def invalid(message: str, *, param: str = "", code: str = "") -> ApiError:
    return ApiError(400, "invalid_request_error", message, code=code, param=param)


def missing(kind: str, identity: str, *, param: str = "id", status: int = 404) -> ApiError:
    message = f"No such {kind}: '{identity}'"
    return ApiError(status, "invalid_request_error", message, code="resource_missing", param=param)


def declined(reason: str = "generic_decline") -> ApiError:
    return ApiError(402, "card_error", "Your card was declined.", code="card_declined", decline_code=reason)
