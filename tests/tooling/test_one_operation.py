"""A view calls at most one operation: what it does is one transaction, or none."""

import ast

import pytest

from localdev.places import ROOT

VIEWS = sorted([*(ROOT / "web/views").glob("*.py"), *(ROOT / "api/views").glob("*.py")])


def operations_in(tree):
    """The names under which a module calls operations."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and ".operations." in f"{node.module}."
        for alias in node.names
        if alias.name.islower()
    }


def views_of(path):
    """(name, the operations that it names) of each function and method, with what it uses of its module."""
    tree = ast.parse(path.read_text())
    operations = operations_in(tree)
    bodies = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    named = {name: {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} for name, node in bodies.items()}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            called = {
                each.func.id
                for each in ast.walk(node)
                if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
            }
            helpers = called & bodies.keys() - {node.name}
            yield node.name, (used.union(*(named[helper] for helper in helpers))) & operations


FOUND = [(f"{path.parent.parent.name}/{path.stem}.{name}", used) for path in VIEWS for name, used in views_of(path)]
ENVELOPE = {"for_owner", "answer_once", "answer_resumable", "plan_change"}
"""What carries an operation out, or only reads what one would do."""


def test_views_are_found():
    assert sum(bool(used) for _, used in FOUND) > 50


@pytest.mark.parametrize(("view", "used"), FOUND, ids=[view for view, _ in FOUND])
def test_a_view_calls_at_most_one_operation(view, used):
    assert len(used - ENVELOPE) <= 1, sorted(used)
