"""The API of the public host: opening a business."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView

from api.views import sign_up
from api.views.unknown import Unknown

_ROUTES = [
    path("sign-ups/", sign_up.SignUps.as_view(), name="sign_ups"),
    path("subdomains/<str:name>/", sign_up.Subdomain.as_view(), name="subdomain"),
]

urlpatterns = [
    path("api/v1/", include((_ROUTES, "api"))),
    path("api/v1/<path:rest>", Unknown.as_view()),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="api_schema"), name="api_docs"),
    path("api/redoc/", SpectacularRedocView.as_view(url_name="api_schema"), name="api_redoc"),
]
