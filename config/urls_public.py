"""The public host: landing page, sign-up, the operators' console."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("console/", admin.site.urls),
    *([path("", include("api.urls_public"))] if find_spec("api.urls_public") else []),
    *([path("", include("web.urls_public"))] if find_spec("web.urls_public") else []),
]
