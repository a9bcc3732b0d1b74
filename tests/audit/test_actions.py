"""What can be said in the trail is listed by each room, and said by its names."""

import ast
import importlib
import importlib.util
import re

import pytest

from audit.actions import AuditAction
from config.rooms import ROOMS
from localdev.places import ROOT
from tests.house.sources import modules
from tests.tooling.test_bans import SOURCES

TYPED = [room for room in ROOMS if importlib.util.find_spec(f"{room.name}.actions")]


def actions(room):
    return importlib.import_module(f"{room.name}.actions").Action


def test_rooms_have_actions():
    assert {room.name for room in TYPED} >= {"audit", "people", "billing", "tenants.life", "accounting.ledger"}


@pytest.mark.parametrize("room", TYPED, ids=lambda room: room.name)
def test_they_are_actions_in_alphabetical_order(room):
    assert issubclass(actions(room), AuditAction)
    assert [action.name for action in actions(room)] == sorted(action.name for action in actions(room))


def test_what_is_stored_is_unique_and_of_one_form():
    stored = [action.value for room in TYPED for action in actions(room)]
    assert len(stored) == len(set(stored))
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+", value) and len(value) <= 60 for value in stored)


def test_no_action_is_written_as_text():
    """By its member it can be found, renamed and read with its neighbours."""
    stored = {action.value for room in TYPED for action in actions(room)}
    written = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in SOURCES
        if path.name != "actions.py" and not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in stored
    ]
    assert written == []


@pytest.mark.parametrize("room", TYPED, ids=lambda room: room.name)
def test_no_action_is_there_for_nothing(room):
    source = "".join(path.read_text() for own, path in modules() if own is room and path.name != "actions.py")
    assert [action.name for action in actions(room) if f"Action.{action.name}" not in source] == []
