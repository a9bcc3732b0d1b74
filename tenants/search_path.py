"""What a connection may see. Imported by the database backend, so it imports no model."""

from typing import Any


def forbid_fall_through(connection: Any, _tenant: object) -> None:
    """Called whenever a connection is set to a schema, by whichever way: never add `public` behind it."""
    connection.include_public_schema = False
