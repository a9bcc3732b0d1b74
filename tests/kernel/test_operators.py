"""Operators are asked for in one place."""

import re
from types import SimpleNamespace

import pytest

from config.rooms import BESIDE, ROOMS
from kernel.errors import NotAllowed
from kernel.operators import is_operator, require_operator
from localdev.places import ROOT


def test_only_who_was_made_one_is_an_operator():
    operator, owner = SimpleNamespace(is_staff=True), SimpleNamespace(is_staff=False, role="owner")
    require_operator(operator)
    assert (is_operator(operator), is_operator(owner), is_operator(SimpleNamespace())) == (True, False, False)
    for anybody_else in (owner, SimpleNamespace(role="owner")):
        with pytest.raises(NotAllowed):
            require_operator(anybody_else)


def test_nobody_else_looks_at_the_column():
    """Whose model it is, and where operators are found by it."""
    home = {
        "kernel/operators.py",
        "people/models/user.py",
        "people/queries/operators.py",
        "people/operations/forget_second_factor.py",
    }
    wings = {*BESIDE, *(room.wing for room in ROOMS)}
    sources = [path for wing in wings for path in (ROOT / wing).rglob("*.py") if "migrations" not in path.parts]
    found = {str(path.relative_to(ROOT)) for path in sources if re.search(r"\bis_staff\b", path.read_text())}
    assert found == home
