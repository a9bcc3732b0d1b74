"""Reading rows, and writing many at once from one declaration.

An insert is made from a model's columns and a record's fields of the same names: a column is named in the model and in
the record, and nowhere else. All parts of a document go in one statement, so that triggers see it whole, and nothing is
asked back, so that it may be pipelined. Records travel as one JSON text: psycopg takes longer over an array for each
column than over a whole sale's JSON.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, JSONField, Model

from kernel.transactions import pipeline, require_transaction


def fetch_all(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run one reading statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


Read = tuple[str, Sequence[Any] | Mapping[str, Any]]
"""A reading statement with its parameters."""


def fetch_together(*reads: Read) -> list[list[tuple[Any, ...]]]:
    """Run several reading statements and wait once for the rows of them all; in the caller's transaction."""
    with ExitStack() as stack:
        cursors = [stack.enter_context(connection.cursor()) for _ in reads]
        with pipeline():
            for cursor, (sql, parameters) in zip(cursors, reads, strict=True):
                cursor.execute(sql, parameters)
        # Outside: a fetch inside would wait by itself, and the pipeline's end once more.
        return [list(cursor.fetchall()) for cursor in cursors]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a model: one for each record, a dataclass; `same` are the columns that all of them share.

    Of the record only the fields that the model has as columns are written. Columns that nobody names get their
    default in the database.
    """

    model: type[Model]
    record: type
    records: Sequence[Any]
    same: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a model, given by its columns."""

    model: type[Model]
    values: Mapping[str, Any]


def insert(*parts: Rows | Row) -> None:
    """Write all parts in one statement, in the caller's transaction. TypeError for a column that a model hasn't.

    When several parts break a constraint, the error names the last part's: PostgreSQL writes that one first. A part
    can't count on another's rows being there: foreign keys and statement triggers see all of them at the end.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(_shape(part) for part in parts)), list(_parameters(parts)))


def row_of(model: type[Model], record: Any, same: Mapping[str, Any]) -> Row:  # noqa: ANN401 (a dataclass)
    """One row from a record's fields of the model's columns, and further columns."""
    kind: type = type(record)
    columns = _each(model, kind, tuple(same))
    return Row(model, {**{column.attname: getattr(record, column.attname) for column in columns}, **same})


_Shape = tuple[type[Model], type | None, tuple[str, ...]]
"""What the text of an insert depends on: model, record, the names of the columns given once."""


def _shape(part: Rows | Row) -> _Shape:
    if isinstance(part, Row):
        return part.model, None, tuple(part.values)
    return part.model, part.record, tuple(part.same)


@cache
def _statement(shapes: tuple[_Shape, ...]) -> str:
    *inner, last = (_insert(*shape) for shape in shapes)
    if not inner:
        return last
    return "WITH " + ", ".join(f"part{number} AS ({text})" for number, text in enumerate(inner)) + " " + last


def _insert(model: type[Model], record: type | None, given: tuple[str, ...]) -> str:
    columns = [_column(model, name) for name in given]
    each = _each(model, record, given) if record else ()
    names = ", ".join(str(column.column) for column in (*columns, *each))
    values = ", ".join(f"%s::{_type(column)}" for column in columns)
    text = f"INSERT INTO {model._meta.db_table} ({names}) "  # noqa: SLF001 (a model's own names)
    if not each:
        return f"{text}VALUES ({values})"
    given_as = ", ".join(f"{column.column} {_type(column)}" for column in each)
    return f"{text}SELECT {values}{', ' if values else ''}given.* FROM json_to_recordset(%s) AS given({given_as})"  # noqa: S608 (see above)


@cache
def _each(model: type[Model], record: type, given: tuple[str, ...]) -> tuple["Field[Any, Any]", ...]:
    """The columns that come from the record's fields."""
    columns = _columns(model)
    return tuple(columns[field.name] for field in fields(record) if field.name in columns and field.name not in given)


@cache
def _columns(model: type[Model]) -> dict[str, "Field[Any, Any]"]:
    return {field.attname: field for field in model._meta.concrete_fields if not field.generated}  # noqa: SLF001 (Django's public name)


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    column = _columns(model).get(name)
    if column is None:
        raise TypeError(f"{model.__name__} has no column {name}")
    return column


@cache
def _type(column: "Field[Any, Any]") -> str:
    """Without its length: a cast would cut off what doesn't fit, and the column refuses it."""
    name = column.rel_db_type(connection) if column.primary_key else column.db_type(connection)
    return re.sub(r"\(.*?\)", "", str(name))


def _parameters(parts: Sequence[Rows | Row]) -> Iterator[Any]:
    for part in parts:
        same = part.values if isinstance(part, Row) else part.same
        for name, value in same.items():
            yield _plain(_column(part.model, name), value)
        if isinstance(part, Rows):
            each = _each(part.model, part.record, tuple(same))
            yield json.dumps(
                [{column.column: getattr(record, column.attname) for column in each} for record in part.records],
                default=_as_json,
            )


def _plain(column: "Field[Any, Any]", value: Any) -> Any:  # noqa: ANN401 (a column's value)
    if isinstance(column, JSONField):
        return json.dumps(value, default=_as_json)
    return value.value if isinstance(value, Enum) else value


def _as_json(value: Any) -> Any:  # noqa: ANN401 (JSON's own)
    """Dataclasses as objects; decimals, moments, days and ids as text. TypeError for what has no such form."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} can't be written as JSON")
