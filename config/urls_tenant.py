"""A business's own host: its pages, its API, its people's accounts."""

from django.urls import include, path

from people.views import enter, leave

urlpatterns = [
    path("enter/", enter, name="enter"),
    path("leave/", leave, name="leave"),
    path("account/", include("allauth.urls")),
    path("", include("api.urls_tenant")),
    path("", include("web.urls_tenant")),
]

handler403 = "config.edge.busy.forbidden"
handler500 = "config.edge.busy.server_error"
