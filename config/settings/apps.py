"""Which apps live where: the public schema, each tenant's schema, or both. Our own come from config.rooms."""

from config.rooms import Schema, in_schema

_IN_BOTH = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *in_schema(Schema.BOTH),
]

_WITHOUT_TABLES = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "lucide",
    "django_structlog",
    *in_schema(Schema.NONE),
    "web",
]

SHARED_APPS = [
    # Before django_tenants, which brings pages for Django's own admin.
    "unfold.apps.BasicAppConfig",
    "django_tenants",
    *in_schema(Schema.PUBLIC),
    *_WITHOUT_TABLES,
    "console.site.ConsoleConfig",
    *_IN_BOTH,
]

TENANT_APPS = [*_IN_BOTH, *in_schema(Schema.TENANT)]

INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
