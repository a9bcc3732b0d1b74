"""The API's description for machines, and as Swagger and Redoc pages, on either host.

Both pages write styles while they run, so inline styles are allowed on them alone; scripts stay files.
"""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

_styles = csp_update({"style-src": [UNSAFE_INLINE]})
_styles_and_worker = csp_update({"style-src": [UNSAFE_INLINE], "worker-src": ["blob:"]})

DOCUMENTATION = [
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", _styles(SpectacularSwaggerSplitView.as_view(url_name="api_schema")), name="api_docs"),
    path(
        "api/redoc/",
        _styles_and_worker(SpectacularRedocView.as_view(url_name="api_schema", template_name="api/redoc.html")),
        name="api_redoc",
    ),
]
