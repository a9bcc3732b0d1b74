"""Turning what pg_dump writes into statements that make the same schema under another name."""

import re
from collections.abc import Iterable, Iterator

PLACEHOLDER = "t_template"

# pg_dump puts such a comment between two lines of "--" before each object, and each object is one statement. (A general
# SQL splitter would have to understand function bodies.)
_OBJECT = re.compile(r"-- (?:Data for )?Name: .*; Type: .*\n")
_COPY = re.compile(r"COPY \S+ \(.*\) FROM stdin;\n")
_ROWS_END = "\\.\n"
_NEVER_USED_SEQUENCE = re.compile(r"SELECT pg_catalog\.setval\('[^']+', 1, false\);")
_END = "-- PostgreSQL database dump complete\n"

Part = tuple[str, Iterator[str]]
"""A statement, and the lines of its rows when it is a COPY: to be taken before the next part."""


def parts_of(lines: Iterable[str]) -> Iterator[Part]:
    """The statements of a dump, line by line, without the settings it begins with. ValueError when it breaks off."""
    lines, statement, begun = iter(lines), "", False
    for line in lines:
        if _OBJECT.fullmatch(line) or line == _END:
            if begun:
                yield from _whole(statement.removesuffix("--\n"))
            if line == _END:
                return
            begun, statement = True, ""
            next(lines)
        elif _COPY.fullmatch(line) and not statement.strip():
            yield line.strip().removesuffix(";"), _rows(lines)
        else:
            statement += line
    raise ValueError("the dump breaks off")


def _whole(text: str) -> Iterator[Part]:
    statement = text.strip()
    if statement and not _NEVER_USED_SEQUENCE.fullmatch(statement):
        yield statement, iter(())


def _rows(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == _ROWS_END:
            return
        yield line


def statements_of(dump: str, *, schema: str) -> list[str]:
    """The statements of a dump without COPY, in order, with the schema's name replaced by the placeholder."""
    return [renamed(statement, schema, PLACEHOLDER) for statement, _no_rows in parts_of(dump.splitlines(keepends=True))]


def retargeted(statements: Iterable[str], *, schema: str) -> list[str]:
    """The statements for a schema of that name."""
    return [renamed(statement, PLACEHOLDER, schema) for statement in statements]


def renamed(statement: str, old: str, new: str) -> str:
    """The statement with one schema's name in another's place."""
    return re.sub(rf"\b{re.escape(old)}\b", new, statement)
