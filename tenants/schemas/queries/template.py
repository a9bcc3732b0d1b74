"""The written-down template schema that fits the code that is running."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from kernel.schemas import PUBLIC, in_schema
from tenants.schemas.errors import NotPrepared
from tenants.schemas.models import Template
from tenants.schemas.queries.catalogue import CATALOGUE
from tenants.schemas.rules.comparing import Name


@cache
def fingerprint() -> str:
    """A digest of every migration of a tenant's schema, and of how one is described; 64 hexadecimal digits.

    Of the files' contents, not their names only: a migration that was edited gives another template.
    """
    digest = hashlib.sha256(CATALOGUE.encode())
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


def current_catalogue() -> dict[Name, list[str]]:
    """What a schema that fits this code is made of: each thing with the definitions that are right. NotPrepared."""
    with in_schema(PUBLIC):
        things = Template.objects.filter(fingerprint=fingerprint()).values_list("catalogue", flat=True).first()
    if things is None:
        raise NotPrepared
    return {(kind, name): definitions for kind, name, definitions in things}
