"""What can be said in the trail is listed by each room, and said by its names."""

import ast
import importlib
import importlib.util
import re

import pytest

from audit.actions import AuditAction
from config.rooms import ROOMS
from tests.house.sources import modules, parse

TYPED = [room for room in ROOMS if importlib.util.find_spec(f"{room.name}.actions")]


def actions(room):
    return importlib.import_module(f"{room.name}.actions").Action


def given(tree):
    """What each call of record() in a module is given as its action."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "action")


def test_rooms_have_actions():
    assert {room.name for room in TYPED} >= {"audit", "people"}


@pytest.mark.parametrize("room", TYPED, ids=lambda room: room.name)
def test_they_are_actions_in_alphabetical_order(room):
    assert issubclass(actions(room), AuditAction)
    assert [action.name for action in actions(room)] == sorted(action.name for action in actions(room))


def test_what_is_stored_is_unique_and_of_one_form():
    stored = [action.value for room in TYPED for action in actions(room)]
    assert len(stored) == len(set(stored))
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+", value) and len(value) <= 60 for value in stored)


@pytest.mark.parametrize("room", TYPED, ids=lambda room: room.name)
def test_the_trail_is_given_members_and_no_text(room):
    for own, path in modules("operations", "steps"):
        if own is room:
            texts = [ast.unparse(value) for value in given(parse(path)) if isinstance(value, ast.Constant)]
            assert texts == [], path


@pytest.mark.parametrize("room", TYPED, ids=lambda room: room.name)
def test_no_action_is_there_for_nothing(room):
    source = "".join(path.read_text() for own, path in modules() if own is room and path.name != "actions.py")
    assert [action.name for action in actions(room) if f"Action.{action.name}" not in source] == []
