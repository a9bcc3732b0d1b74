"""docs/rules.md names homes that exist."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/rules.md").read_text()
NAMES = re.findall(r"\| `([\w.]+)` \|", TEXT)
CONSTRAINTS = re.findall(r"\| constraint `(\w+)` \|", TEXT)


def test_the_table_is_read():
    rows = [line for line in TEXT.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(NAMES) + len(CONSTRAINTS) > 25


@pytest.mark.parametrize("name", NAMES)
def test_the_home_of_a_rule_exists(name):
    module, _, attribute = name.rpartition(".")
    assert hasattr(importlib.import_module(module), attribute)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_raises_under_this_name(name):
    assert any(name in path.read_text() for path in ROOT.glob("[!.]*/**/migrations/*.py"))
