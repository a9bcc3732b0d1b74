"""Every answer that a test gets of the API is held against the OpenAPI document of the host that gave it.

The document is the truth or the test fails: the status, the media type, the shape, and no member that it doesn't name.
"""

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs
from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_OPEN = {"Problem"}
"""Shapes that say of themselves that they have further members."""
_UNDESCRIBED = {301, 308, 500}
"""A redirect to the address with its slash, and what a test of a fault of ours provokes."""


class Undocumented(AssertionError):
    """An answer that the document doesn't know."""


def check(answer: HttpResponse) -> None:
    """Raises Undocumented."""
    request: Any = answer.wsgi_request
    match = getattr(request, "resolver_match", None)
    if match is None or not request.path.startswith("/api/v1/") or answer.status_code in _UNDESCRIBED:
        return
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route)
    operation = _document(request.urlconf)["paths"].get(path, {}).get(request.method.lower())
    if operation is None:  # no such route, another method, OPTIONS
        return
    name = f"{request.method} {path} → {answer.status_code}"
    described = operation["responses"].get(str(answer.status_code))
    if described is None:
        raise Undocumented(f"{name}: the document knows {sorted(operation['responses'])}")
    media = answer.get("Content-Type", "").partition(";")[0]
    content = described.get("content", {})
    empty = not (answer.streaming or answer.content)
    if empty and not content:
        return
    if media not in content:
        raise Undocumented(f"{name}: {media}, where the document has {sorted(content)}")
    if media.endswith("json"):
        errors = _validator(request.urlconf, path, request.method.lower(), answer.status_code, media).iter_errors(
            json.loads(answer.content)
        )
        told = [f"{'.'.join(map(str, error.instance_path))}: {error.message}" for error in errors]
        if told:
            raise Undocumented(f"{name}: {told[:5]}")


@cache
def _document(urlconf: str) -> Any:
    document = SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)
    document = json.loads(json.dumps(document, default=str))
    for name, shape in document["components"]["schemas"].items():
        if "properties" in shape and name not in _OPEN:
            shape.setdefault("additionalProperties", False)
    return document


@cache
def _validator(urlconf: str, path: str, method: str, status: int, media: str) -> Any:
    document = _document(urlconf)
    schema = document["paths"][path][method]["responses"][str(status)]["content"][media]["schema"]
    return jsonschema_rs.validator_for(
        {"$schema": _DIALECT, **schema, "components": document["components"]}, validate_formats=True
    )
