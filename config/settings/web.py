"""Pages: middleware, templates, static files, languages."""

from config.settings.environment import BASE_DIR, DEBUG, env

MIDDLEWARE = [
    "config.edge.health.HealthMiddleware",
    "config.edge.proxy.CallerMiddleware",
    "config.edge.certificates.CertificateMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.edge.null_characters.NullCharacterMiddleware",
    "config.edge.slashes.SlashMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.edge.busy.BusyMiddleware",
    "config.edge.tenant.TenantMiddleware",
    "config.edge.entitlements.EntitlementsMiddleware",
    "config.edge.origin.OriginMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.edge.address_limits.AddressLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.edge.impersonation.ImpersonationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates", BASE_DIR / "console" / "templates"],
        "OPTIONS": {
            # Spelt out, because cotton compiles `<c-…>` tags in its own loader, which must come first.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
_STATIC_FROM_SOURCES = env.bool("STATIC_FROM_SOURCES", default=DEBUG)
"""Serve static files from where they lie: nothing to collect and compress first, which takes half a minute."""

WHITENOISE_USE_FINDERS = _STATIC_FROM_SOURCES
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _STATIC_FROM_SOURCES
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
