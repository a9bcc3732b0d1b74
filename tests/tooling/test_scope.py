"""Who shows an outlet's rows says to whom: the first parameter of such a query is `scope: Scope`."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from django.apps import apps

from config.rooms import ROOMS
from localdev.places import ROOT

UNSCOPED = {
    "accounting.ledger.queries.entries": "the entry of a document that somebody may see, or takes back",
    "company.queries.workplace": "it asks by itself whether the actor works there, for an operation",
    "sales.selling.queries.activity.selling_activity": "the console sees that a business sells, and no amounts",
    "sales.selling.queries.figures.sales_between": "what a plan counts is the business's, not a person's",
}
"""Queries over outlets' rows, or whole modules of them, that ask nobody who looks; each with its reason."""


def bound_models():
    """The models whose rows are an outlet's: those with an `outlet`, and those that belong to such a row."""
    ours = [model for room in ROOMS for model in apps.get_app_config(room.label).get_models()]
    bound = {model for model in ours if any(field.name == "outlet" for field in model._meta.get_fields())}
    while more := {
        model
        for model in ours
        if model not in bound
        and any(field.many_to_one and field.related_model in bound for field in model._meta.concrete_fields)
    }:
        bound |= more
    return bound


BOUND = bound_models()
NAMES = {model.__name__ for model in BOUND}
TABLES = {model._meta.db_table for model in BOUND}
RELATIONS = {
    model.__name__: {
        relation.get_accessor_name() for relation in model._meta.related_objects if relation.related_model in BOUND
    }
    for room in ROOMS
    for model in apps.get_app_config(room.label).get_models()
    if model not in BOUND
}
"""How rows of no outlet lead to rows of one, by model: `variation.batches`."""


def mentions(node):
    """The names that the code under a node reads, the parts of its look-ups (".batches", "__batches"), the words of its
    SQL.
    """
    found = set()
    texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Expr)}  # what docstrings say is no reading
    for part in ast.walk(node):
        if part in texts:
            continue
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Attribute):
            found |= {part.attr, f".{part.attr}"}
        elif isinstance(part, ast.keyword) and part.arg:
            found |= {f".{step}" for step in part.arg.split("__")}
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found |= set(part.value.replace("(", " ").replace(".", " ").split())
            found |= {f".{step}" for step in part.value.split("__") if "__" in part.value}
    return found


def readers(path):
    """The public functions of a module that read an outlet's rows, themselves or by what they use of the module."""
    tree = ast.parse(path.read_text())
    parts = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            parts[node.name] = mentions(node)
        elif isinstance(node, ast.Assign):
            parts |= {target.id: mentions(node.value) for target in node.targets if isinstance(target, ast.Name)}
    for name in parts:
        seen: set[str] = set()
        while more := (parts[name] & parts.keys()) - seen:
            seen |= more
            parts[name] = parts[name].union(*(parts[each] for each in more))
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if not name.startswith("_") and parts[name] & about(parts[name])]


def about(words):
    """What leads to an outlet's rows: their models and tables, and the relations of the other models that are named."""
    return (NAMES | TABLES).union(*(RELATIONS.get(word, ()) for word in words))


def places():
    folders = [ROOT / Path(room.name.replace(".", "/")) / "queries" for room in ROOMS]
    return [path for folder in folders for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]


FOUND = [(".".join(path.relative_to(ROOT).with_suffix("").parts), name) for path in places() for name in readers(path)]


def test_the_rows_of_outlets_are_known():
    assert {"Sale", "SaleLine", "Batch", "LocationStock", "JournalEntry", "AccountDay"} <= NAMES
    assert "batches" in RELATIONS["Variation"]
    assert {"sales", "stock_levels", "products", "trial_balance", "till_items"} <= {name for _, name in FOUND}


@pytest.mark.parametrize(("module", "name"), FOUND)
def test_a_query_over_rows_of_outlets_begins_with_who_looks(module, name):
    function = getattr(importlib.import_module(module), name)
    first = next(iter(inspect.signature(function).parameters.values()), None)
    scoped = first is not None and first.name == "scope" and getattr(first.annotation, "__name__", "") == "Scope"
    excused = module in UNSCOPED or f"{module}.{name}" in UNSCOPED
    assert scoped != excused, f"{module}.{name}"


def test_every_exception_is_one():
    assert set(UNSCOPED) <= {module for module, _ in FOUND} | {f"{module}.{name}" for module, name in FOUND}
