"""The API of the public host: opening a business."""

from django.urls import include, path

from api.documentation import DOCUMENTATION
from api.views import sign_up
from api.views.stripe import StripeWebhook
from api.views.unknown import Unknown

_ROUTES = [
    path("sign-ups/", sign_up.SignUps.as_view(), name="sign_ups"),
    path("subdomains/<str:name>/", sign_up.Subdomain.as_view(), name="subdomain"),
]

urlpatterns = [
    path("api/v1/", include((_ROUTES, "api"))),
    path("stripe/webhook/", StripeWebhook.as_view(), name="stripe_webhook"),
    path("api/v1/<path:rest>", Unknown.as_view()),
    *DOCUMENTATION,
]
