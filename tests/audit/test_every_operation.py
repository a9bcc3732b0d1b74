"""Every operation leaves an audit entry in its transaction: walked by files and registry, so that none is forgotten."""

import ast
import importlib
import importlib.util
import inspect
import pkgutil

import pytest

from config.rooms import ROOMS
from kernel.transactions import OPERATIONS

PACKAGES = [
    importlib.import_module(f"{room.name}.operations")
    for room in ROOMS
    if importlib.util.find_spec(f"{room.name}.operations") is not None
]
MODULES = [
    importlib.import_module(f"{package.__name__}.{module.name}")
    for package in PACKAGES
    for module in pkgutil.iter_modules(package.__path__)
]

# The step that writes entries, and those that do it for an operation.
RECORDING = {"record", "move_state", "enter", "add_person", "set_role", "set_outlets"}

# The outbox's own plumbing: nobody acts, and what it does shows in the outbox and the dead letters.
PLUMBING = {"audit.operations.relay_outbox.relay_outbox", "audit.operations.dead_letter_event.dead_letter_event"}
OPERATIONS_OF_THE_HOUSE = {name: found for name, found in OPERATIONS.items() if name not in PLUMBING}

# Operations of several transactions that write no entry of their own.
ENTERED_BY_OTHERS = {
    "audit.operations.answer_once": "the operation in the envelope does",
    "audit.operations.answer_resumable": "the work in the envelope does",
    "audit.operations.prune": "nobody acts: retention",
    "billing.operations.register_prices": "a command of the release",
    "billing.operations.replay_event": "receive_event does",
    "people.operations.enter_by_key": "each request: what it does is entered",
    "people.operations.prove_second_factor": "the sign-in that it is a part of",
    "tenants.archives.operations.back_up_business": "request_backup does; at night nobody acts",
    "tenants.archives.operations.make_export": "request_export does",
    "tenants.domains.operations.own_domains": "for_business does",
    "tenants.life.operations.sign_up": "go_live does, by move_state",
    "tenants.schemas.operations.build_template": "a command of the release",
    "tenants.upgrades.operations.migrate_public": "a command of the release",
    "tenants.upgrades.operations.migrate_tenants": "a command of the release",
}


def calls_in(source):
    tree = ast.parse(source)
    names = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    partials = {
        node.args[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "partial"
        and node.args
        and isinstance(node.args[0], ast.Name)
    }
    return names | partials


@pytest.mark.parametrize("name", sorted(OPERATIONS_OF_THE_HOUSE))
def test_it_writes_an_audit_entry(name):
    assert RECORDING & calls_in(inspect.getsource(inspect.unwrap(OPERATIONS_OF_THE_HOUSE[name])))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_its_module_enters_what_was_done(module):
    """Also of those that need several transactions, and so aren't in the registry."""
    entered = bool(RECORDING & calls_in(inspect.getsource(module)))
    assert entered is (module.__name__ not in ENTERED_BY_OTHERS | PLUMBING_MODULES)


PLUMBING_MODULES = {name.rpartition(".")[0]: "" for name in PLUMBING}


def test_the_exceptions_are_there():
    assert {module.__name__ for module in MODULES} >= set(ENTERED_BY_OTHERS) | set(PLUMBING_MODULES)


def test_there_are_operations():
    assert len(OPERATIONS_OF_THE_HOUSE) >= 9


@pytest.mark.parametrize("name", sorted(OPERATIONS_OF_THE_HOUSE))
def test_it_takes_keywords_only_and_the_time_from_outside(name):
    parameters = inspect.signature(inspect.unwrap(OPERATIONS_OF_THE_HOUSE[name])).parameters
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters.values())
    assert {"actor", "now"} <= set(parameters)
