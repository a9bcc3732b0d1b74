"""Turning what pg_dump writes into statements that make the same schema under another name."""

import re
from collections.abc import Iterable

PLACEHOLDER = "t_template"

# pg_dump puts such a comment before each object, and each object is one statement. (A general SQL splitter would have
# to understand function bodies.)
_OBJECT = re.compile(r"^--\n-- (?:Data for )?Name: .*; Type: .*\n--\n", re.MULTILINE)
_NEVER_USED_SEQUENCE = re.compile(r"SELECT pg_catalog\.setval\('[^']+', 1, false\);")
_END = "--\n-- PostgreSQL database dump complete"


def statements_of(dump: str, *, schema: str) -> list[str]:
    """The dump's statements in order, with the schema's name replaced by the placeholder."""
    _settings, *objects = _OBJECT.split(dump.partition(_END)[0])
    statements = (text.strip() for text in objects)
    return [
        _renamed(statement, schema, PLACEHOLDER)
        for statement in statements
        if statement and not _NEVER_USED_SEQUENCE.fullmatch(statement)
    ]


def retargeted(statements: Iterable[str], *, schema: str) -> list[str]:
    """The statements for a schema of that name."""
    return [_renamed(statement, PLACEHOLDER, schema) for statement in statements]


def _renamed(statement: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}\b", new, statement)
