"""The one shape of a refusal for machines (RFC 9457), made by a middleware or by the API."""

from collections.abc import Mapping
from typing import Any

MEDIA_TYPE = "application/problem+json"


def problem_body(
    *,
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: Mapping[str, list[str]] | None = None,
    data: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The members of a problem: a stable `code`, field errors all at once, data that helps a machine."""
    body: dict[str, Any] = {
        "type": f"urn:counterfoil:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        body["errors"] = dict(errors)
    return {**body, **(data or {})}
