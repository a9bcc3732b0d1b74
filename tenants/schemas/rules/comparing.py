"""A schema against the template."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

Name = tuple[str, str]
"""Kind and name: ("trigger", "stock_batch.stock_batch_stays")."""


class Differences(NamedTuple):
    """Names with what is found and what is expected of them; "" where there is nothing to say."""

    missing: list[Name]
    undeclared: list[Name]
    otherwise: list[tuple[Name, str, str]]


def differences(found: Mapping[Name, str], expected: Mapping[Name, Iterable[str]]) -> Differences:
    """`expected` has each definition that is right: PostgreSQL writes a constraint otherwise once it was dumped."""
    return Differences(
        missing=sorted(expected.keys() - found.keys()),
        undeclared=sorted(found.keys() - expected.keys()),
        otherwise=sorted(_otherwise(found, expected)),
    )


def _otherwise(found: Mapping[Name, str], expected: Mapping[Name, Iterable[str]]) -> Iterator[tuple[Name, str, str]]:
    for name in found.keys() & expected.keys():
        right = list(expected[name])
        if found[name] not in right:
            yield name, found[name], right[0]
