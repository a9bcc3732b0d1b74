"""Whether businesses are right: each in one snapshot, one after the other."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db import DatabaseError, connection

from kernel.proofs import Finding, findings
from kernel.schemas import PUBLIC, in_schema
from kernel.transactions import snapshot
from sales.selling.queries.proof import QUESTIONS
from tenants.schemas.queries.proof import owner_findings, schema_findings
from tenants.schemas.queries.template import current_catalogue

BROKEN_OFF = "the proof broke off"

_CONNECTION_LASTS = 20
"""Schemas: PostgreSQL's process behind a connection remembers each that it has worked in."""

_expected = cache(current_catalogue)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong with a business (nothing, when it is right), and how long it took to find out."""

    schema: str
    seconds: float
    findings: tuple[Finding, ...]


def proofs_of(schemas: Iterable[str]) -> Iterator[Proof]:
    """One after the other, in as much memory for a thousand as for one. NotPrepared without a template."""
    for number, schema in enumerate(schemas, start=1):
        yield proof_of(schema)
        if number % _CONNECTION_LASTS == 0:
            connection.close()


def proof_of(schema: str) -> Proof:
    """Everything that is asked of a business, as it is at one moment, without keeping anybody waiting.

    Of the public schema: who owns it, and who may do what there. NotPrepared without a template.
    """
    expected, began = _expected(), time.monotonic()
    try:
        with in_schema(schema), snapshot():
            found = owner_findings() if schema == PUBLIC else [*schema_findings(expected), *findings(QUESTIONS)]
    except DatabaseError as error:
        connection.close()
        found = [Finding(BROKEN_OFF, 1, ({"error": str(error).strip()},))]
    return Proof(schema, time.monotonic() - began, tuple(found))
