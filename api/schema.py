"""The OpenAPI description: what every view of this API says besides its own."""

from typing import Any, Literal

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from api.versions import ETAG, IF_MATCH, VERSIONED
from kernel.problems import MEDIA_TYPE, problem_body


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal (RFC 9457). `code` is stable; further members help a machine to act."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment] # the member's name in RFC 9457's example
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


PROBLEM = OpenApiExample(
    "Refused",
    response_only=True,
    value=problem_body(
        status=400,
        code="invalid_input",
        title="Please correct the marked fields",
        detail="Some fields are not acceptable.",
        errors={"lines.0.quantity": ["Not negative, with at most three decimals, please."]},
    ),
)

_COMMON = {
    400: "Something in the request is not acceptable; `errors` names every field.",
    401: "Nobody is signed in.",
    402: "Your plan does not include this (`not_in_plan`), or has no room for more (`quota_reached`).",
    403: "Your role does not allow this.",
    404: "There is no such thing, or you may not know of it.",
    405: "The method is not allowed here.",
    406: "Only JSON is answered.",
    429: "Too often: wait for as many seconds as Retry-After says.",
    503: "Busy: the same request may be sent again.",
}
_WITH_BODY = {
    409: "Not possible in the present state, e.g. `insufficient_stock`.",
    413: "The body is too large.",
    415: "Send JSON.",
    422: "The Idempotency-Key was used with another request.",
}

CHANGES = frozenset({"PUT", "PATCH"})

_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="1 to 100 visible ASCII characters. Same key and same request: the first answer again, for 30 days.",
)


class CookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of the pages; a POST then needs the CSRF token in `X-CSRFToken`."""

    target_class = "people.authentication.CookieAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ANN401, ARG002 (spectacular's own)
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A key of the business's, for machines: `Authorization: Bearer cfk_…`."""

    target_class = "people.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ANN401, ARG002 (spectacular's own)
        return {"type": "http", "scheme": "bearer", "bearerFormat": "cfk_<prefix>_<secret>"}


class Schema(AutoSchema):
    """Adds the problems every view may answer, and the Idempotency-Key of every POST."""

    def get_summary(self) -> str:
        """The first sentence of the method's docstring."""
        return self.get_description().partition("\n")[0].removesuffix(".")

    def _is_list_view(self, serializer: Any = None) -> bool:  # noqa: ANN401 (spectacular's own)
        if hasattr(self.view, "lists"):
            return bool(self.method == "GET")
        return bool(super()._is_list_view(serializer))

    def get_override_parameters(self) -> list[Any]:
        if getattr(self.view, "versioned", False):
            return [ETAG, *([IF_MATCH] if self.method in CHANGES else [])]
        return [_KEY] if self.method == "POST" and getattr(self.view, "keyed", True) else []

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        texts = {**_COMMON, **(_WITH_BODY if self.method in {"POST", *CHANGES} else {})}
        if getattr(self.view, "versioned", False) and self.method in CHANGES:
            texts |= VERSIONED
        for status, text in texts.items():
            if str(status) not in bodies:
                response = OpenApiResponse(ProblemSerializer, description=text, examples=[PROBLEM])
                bodies[str(status)] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                    response, str(status), media_types=[MEDIA_TYPE]
                )
        return bodies
