"""A step is a part of somebody's transaction, and says so."""

import ast

import pytest

from config.rooms import ROOMS
from localdev.places import ROOT

PLATFORM = [room for room in ROOMS if room.wing in {"billing", "people", "tenants", "webhooks"}]
STEPS = sorted(
    path.relative_to(ROOT)
    for room in PLATFORM
    for path in (ROOT / room.name.replace(".", "/")).glob("steps/*.py")
    if path.name != "__init__.py"
)

ONLY_FILES = {
    "tenants/archives/steps/archive.py",
    "tenants/archives/steps/delete_files.py",
    "tenants/archives/steps/read_backup.py",
    "tenants/archives/steps/write_backup.py",
    "tenants/life/steps/invalidate_cache.py",
    "tenants/schemas/steps/pg_dump.py",
}
"""They touch files, the cache or another program, and no row."""

NO_ROWS = {"load_documents", "new_schema_name", "state_of"}
"""Functions beside a step that touch no row."""


def demands_a_transaction(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DEMANDING
        for node in ast.walk(function)
    )


DEMANDING = {"require_transaction", "lock_subscription"}


@pytest.mark.parametrize("path", STEPS, ids=str)
def test_every_step_demands_a_transaction(path):
    if str(path) in ONLY_FILES:
        return
    functions = [node for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)]
    steps = [one for one in functions if not one.name.startswith("_") and one.name not in NO_ROWS]
    assert steps
    assert [one.name for one in steps if not demands_a_transaction(one)] == []


def test_the_exceptions_are_there():
    assert {str(path) for path in STEPS} >= ONLY_FILES
