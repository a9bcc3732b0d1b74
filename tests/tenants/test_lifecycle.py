import pytest

from tenants.life.enums import TenantState
from tenants.life.rules.lifecycle import ACCESS, MOVES, WORKING, Access


def test_every_state_says_what_it_lets_people_do():
    assert set(ACCESS) == set(TenantState)


def test_every_state_can_be_reached_from_opening_and_deleted_is_the_end():
    reached = {TenantState.OPENING}
    for _ in TenantState:
        reached |= {to for come_from, to in MOVES if come_from in reached}
    assert reached == set(TenantState)
    assert not [to for come_from, to in MOVES if come_from == TenantState.DELETED]


@pytest.mark.parametrize("state", [TenantState.OPENING, TenantState.SUSPENDED, TenantState.DELETED])
def test_nobody_gets_in_and_nothing_works(state):
    assert ACCESS[state] is Access.NONE
    assert state not in WORKING


def test_nothing_is_deleted_without_an_export_unless_it_never_opened():
    assert {come_from for come_from, to in MOVES if to == TenantState.DELETED} == {
        TenantState.OPENING,
        TenantState.EXPORT_OPEN,
    }
