"""This thread's connection as the owner's: for what tests and benches prepare, and the application may not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, the connection is the owner's (OWNER_DATABASE_URL), in the same schema. Not inside a transaction."""
    with as_role_of(os.environ["OWNER_DATABASE_URL"]):
        yield


@contextmanager
def as_application() -> Iterator[None]:
    """The same as the application's role (DATABASE_URL): for what it does in between, where the rest is the owner's."""
    with as_role_of(os.environ["DATABASE_URL"]):
        yield


@contextmanager
def as_superuser() -> Iterator[None]:
    """The same as the server's superuser, who stands above every guarantee. KeyError where the server isn't ours."""
    with as_role_of(os.environ["SUPERUSER_DATABASE_URL"]):
        yield


@contextmanager
def as_role_of(url: str) -> Iterator[None]:
    """Inside, the connection is of the role that this address names. RuntimeError inside a transaction."""
    if connection.in_atomic_block:
        raise RuntimeError("the role can't change inside a transaction")
    before, parts = connection.settings_dict, urlsplit(url)
    connection.close()
    # A dictionary of this thread's own: others go on as who they are.
    role = {"USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or "")}
    connection.settings_dict = {**before, **role}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before
