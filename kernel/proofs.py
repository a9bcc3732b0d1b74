"""What a proof asks of a business's tables: questions that nothing answers when all is well.

Asked in one transaction that sees one moment (kernel.transactions.snapshot). PostgreSQL counts what is wrong; at most
`SHOWN` rows of it are fetched, so that a proof takes as much memory for a broken business as for a whole one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DataError, ProgrammingError, connection, transaction

SHOWN = 20
"""Of each question's answers; the others are counted."""


@dataclass(frozen=True, slots=True)
class Question:
    """`name` says what is wrong with each row that `sql` finds; the columns say where (ids, days, what differs)."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question found: how many rows, and the first of them by column."""

    question: str
    count: int
    shown: tuple[dict[str, Any], ...]


def findings(questions: Iterable[Question]) -> list[Finding]:
    """What is wrong, by question; empty when all is well. In the caller's transaction, three short statements each."""
    answers = (ask(question) for question in questions)
    return [found for found in answers if found]


def ask(question: Question) -> Finding | None:
    """None when nothing is wrong. A question that the tables don't fit any more is answered by PostgreSQL's words."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) OVER (), to_jsonb(wrong)::text FROM ({question.sql}) AS wrong LIMIT {SHOWN}"  # noqa: S608 (our own)
            )
            rows = cursor.fetchall()
    except (DataError, ProgrammingError) as error:
        return Finding(question.name, 1, ({"error": str(error).strip()},))
    return Finding(question.name, rows[0][0], tuple(json.loads(text) for _count, text in rows)) if rows else None
