"""The API's description for machines, and as Swagger and Redoc pages: of each host, what that host answers.

Writing it takes most of a second, so it is written once in the life of a process. Both pages write styles while they
run, so inline styles are allowed on them alone; scripts stay files.
"""

from functools import cache
from hashlib import sha256
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.cache import get_conditional_response
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView
from rest_framework.request import Request

_styles = csp_update({"style-src": [UNSAFE_INLINE]})
_styles_and_worker = csp_update({"style-src": [UNSAFE_INLINE], "worker-src": ["blob:"]})

_OF_THE_PUBLIC_HOST = {
    "TITLE": "Counterfoil: opening a business",
    "DESCRIPTION": "What is possible before there is a business; its own host answers everything else.",
}


class Description(SpectacularAPIView):
    """The document of the host that was asked, with an ETag."""

    authentication_classes = []

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        inner: Any = request._request  # noqa: SLF001 (with what the middlewares set)
        renderer: Any = request.accepted_renderer
        text, etag = _written(inner.urlconf, renderer.__class__)
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        answer = HttpResponse(text, content_type=renderer.media_type, headers=headers)
        return get_conditional_response(inner, etag=etag, response=answer) or answer


@cache
def _written(urlconf: str, renderer: Any) -> tuple[bytes, str]:  # noqa: ANN401 (a class of DRF's)
    """The document and its ETag; nothing of a request goes into it."""
    with patched_settings(_OF_THE_PUBLIC_HOST if urlconf == settings.PUBLIC_SCHEMA_URLCONF else None):
        schema = SchemaGenerator(urlconf=urlconf).get_schema(public=True)  # type: ignore[no-untyped-call]
    text: bytes = renderer().render(schema, renderer_context={})
    return text, f'"{sha256(text).hexdigest()[:32]}"'


DOCUMENTATION = [
    path("api/schema/", Description.as_view(), name="api_schema"),
    path("api/docs/", _styles(SpectacularSwaggerSplitView.as_view(url_name="api_schema")), name="api_docs"),
    path(
        "api/redoc/",
        _styles_and_worker(SpectacularRedocView.as_view(url_name="api_schema", template_name="api/redoc.html")),
        name="api_redoc",
    ),
]
