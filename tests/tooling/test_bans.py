"""What must not be written in this code base, however natural it looks."""

import re

import pytest

from config.rooms import BESIDE, ROOMS, TOOLS
from localdev.places import ROOT

WINGS = sorted({*BESIDE, *TOOLS, *(room.wing for room in ROOMS)})
SOURCES = [path for wing in WINGS for path in (ROOT / wing).rglob("*.py") if "node_modules" not in path.parts]

BANNED = {
    r"^\s*with tenant\b": "`with tenant:` keeps a stack on the class, which threads share: use kernel.schemas.in_schema",
    r"^\s*@(schema|tenant)_context": "as a decorator it isn't thread-safe: use `with kernel.schemas.in_schema(…)`",
    r"pg_advisory|LISTEN |NOTIFY ": "advisory locks and NOTIFY are per node: use row locks and the outbox",
    r"\bMERGE INTO\b": "Citus has no MERGE across schemas: use INSERT … ON CONFLICT",
    r"^\s*@receiver\b": "signals hide control flow: call it",
    r"\bfloat\(": "amounts are integers and quantities decimals",
}
ALLOWED = {r"\bfloat\(": ("bench", "localdev", "standins", "config", "web", "insights")}  # charts and rates


@pytest.mark.parametrize("pattern", BANNED)
def test_banned(pattern):
    allowed = tuple(f"{ROOT}/{place}" for place in ALLOWED.get(pattern, ()))
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in SOURCES
        if not str(path).startswith(allowed or ("\0",))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(pattern, line)
    ]
    assert not found, BANNED[pattern]


def test_no_module_is_too_long_to_read():
    long = {str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text().splitlines())) > 400}
    assert not long
