"""The schema that the connection is set to: one business's, or public."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django_tenants.utils import schema_context

PUBLIC = "public"


def current_schema() -> str:
    """The name of the schema that queries read now."""
    name: str = connection.schema_name  # type: ignore[attr-defined]
    return name


def use_public() -> None:
    """From here on, the public schema: at the start of whatever works on the installation itself."""
    connection.set_schema_to_public()  # type: ignore[attr-defined]


@contextmanager
def in_schema(name: str) -> Iterator[None]:
    """Work in a schema and come back. RuntimeError inside a transaction: one transaction, one schema."""
    with schema_context(name):
        yield
