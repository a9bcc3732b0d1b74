"""The public host: landing page, sign-up, the operators' console."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("console/", admin.site.urls),
    path("", include("api.urls_public")),
    path("", include("web.urls_public")),
]

handler403 = "config.edge.busy.forbidden"
handler500 = "config.edge.busy.server_error"
