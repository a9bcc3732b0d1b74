"""Whether businesses are right: each in one snapshot, one after the other."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from kernel.proofs import Finding, findings
from kernel.schemas import in_schema
from kernel.transactions import snapshot
from sales.selling.queries.proof import QUESTIONS

_CONNECTION_LASTS = 20
"""Businesses: PostgreSQL's process behind a connection remembers every schema that it has worked in."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong with a business (nothing, when it is right), and how long it took to find out."""

    schema: str
    seconds: float
    findings: tuple[Finding, ...]


def proofs_of(schemas: Iterable[str]) -> Iterator[Proof]:
    """One after the other, in as much memory for a thousand as for one."""
    for number, schema in enumerate(schemas, start=1):
        yield proof_of(schema)
        if number % _CONNECTION_LASTS == 0:
            connection.close()


def proof_of(schema: str) -> Proof:
    """Everything that is asked of a business, as it is at one moment, without keeping anybody waiting."""
    began = time.monotonic()
    with in_schema(schema), snapshot():
        found = tuple(findings(QUESTIONS))
    return Proof(schema, time.monotonic() - began, found)
