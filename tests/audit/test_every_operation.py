"""Every operation leaves an audit entry in its transaction: walked by their registry, so that none is forgotten."""

import ast
import importlib
import importlib.util
import inspect
import pkgutil

import pytest

from config.rooms import ROOMS
from kernel.transactions import OPERATIONS


def load_all():
    for room in ROOMS:
        if importlib.util.find_spec(f"{room.name}.operations") is None:
            continue
        package = importlib.import_module(f"{room.name}.operations")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{room.name}.operations.{module.name}")
    return dict(OPERATIONS)


# The step that writes entries, and those that do it for an operation.
RECORDING = {"record", "move_state", "enter", "add_person", "set_role", "set_outlets"}

# The outbox's own plumbing: nobody acts, and what it does shows in the outbox and the dead letters.
PLUMBING = {"audit.operations.relay_outbox.relay_outbox", "audit.operations.dead_letter_event.dead_letter_event"}
OPERATIONS_OF_THE_HOUSE = {name: found for name, found in load_all().items() if name not in PLUMBING}


def calls_in(function):
    tree = ast.parse(inspect.getsource(inspect.unwrap(function)))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


@pytest.mark.parametrize("name", sorted(OPERATIONS_OF_THE_HOUSE))
def test_it_writes_an_audit_entry(name):
    assert RECORDING & calls_in(OPERATIONS_OF_THE_HOUSE[name])


def test_there_are_operations():
    assert len(OPERATIONS_OF_THE_HOUSE) >= 9


@pytest.mark.parametrize("name", sorted(OPERATIONS_OF_THE_HOUSE))
def test_it_takes_keywords_only_and_the_time_from_outside(name):
    parameters = inspect.signature(inspect.unwrap(OPERATIONS_OF_THE_HOUSE[name])).parameters
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters.values())
    assert {"actor", "now"} <= set(parameters)
