"""The written-down template schema that fits the code that is running."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tenants.schemas.errors import NotPrepared
from tenants.schemas.models import Template


@cache
def fingerprint() -> str:
    """A digest of every migration of a tenant's schema; 64 hexadecimal digits.

    Of the files' contents, not their names only: a migration that was edited gives another template.
    """
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        if app.name in settings.TENANT_APPS:
            for file in sorted(Path(app.path, "migrations").glob("*.py")):
                digest.update(f"{app.label}/{file.name}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_prepared() -> bool:
    """Whether a template fits this code, so that spare schemas can be made."""
    return Template.objects.filter(fingerprint=fingerprint()).exists()


def current_template() -> list[str]:
    """The statements of the template that fits this code; NotPrepared when nobody has built it yet."""
    statements: list[str] | None = (
        Template.objects.filter(fingerprint=fingerprint()).values_list("statements", flat=True).first()
    )
    if statements is None:
        raise NotPrepared
    return statements
