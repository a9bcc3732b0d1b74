from itertools import product

import pytest

from audit.authors import PLATFORM
from kernel.errors import Conflict
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.rules.lifecycle import (
    ACCESS,
    AFTER_CANCELLED_CLOSING,
    CLOSING_STATES,
    MOVES,
    REINSTATED_TO,
    SUBSCRIBED,
    SUSPENDED_FROM,
    SUSPENDED_STATES,
    WORKING,
    Access,
)
from tenants.life.steps.move_state import move_state
from tests.installation import NOW


def test_every_state_says_what_it_lets_people_do():
    assert set(ACCESS) == set(TenantState)


def test_every_state_can_be_reached_from_opening_and_deleted_is_the_end():
    reached = {TenantState.OPENING}
    for _ in TenantState:
        reached |= {to for come_from, to in MOVES if come_from in reached}
    assert reached == set(TenantState)
    assert not [to for come_from, to in MOVES if come_from == TenantState.DELETED]


@pytest.mark.usefixtures("public")
def test_a_business_makes_no_other_move():
    for before, to in set(product(TenantState, repeat=2)) - MOVES:
        with pytest.raises(Conflict):
            move_state(tenant=Tenant(state=before), to=to, actor=PLATFORM, now=NOW)


@pytest.mark.parametrize("state", [TenantState.OPENING, *sorted(SUSPENDED_STATES), TenantState.DELETED])
def test_nobody_gets_in_and_nothing_works(state):
    assert ACCESS[state] is Access.NONE
    assert state not in WORKING


def test_nothing_is_deleted_without_an_export_unless_it_never_opened():
    assert {come_from for come_from, to in MOVES if to == TenantState.DELETED} == {
        TenantState.OPENING,
        TenantState.CLOSING,
    }


@pytest.mark.parametrize("table", [SUSPENDED_FROM, REINSTATED_TO, AFTER_CANCELLED_CLOSING])
def test_what_operations_make_of_a_state_is_among_the_moves(table):
    assert set(table.items()) <= MOVES


def test_reinstating_leads_back_to_the_state_before_or_to_one_that_the_subscription_decides():
    for before, held in SUSPENDED_FROM.items():
        assert REINSTATED_TO[held] == before or {REINSTATED_TO[held], before} <= SUBSCRIBED


def test_a_closing_ends_by_being_cancelled_or_by_deletion():
    assert {to for come_from, to in MOVES if come_from in CLOSING_STATES} - CLOSING_STATES == {
        TenantState.READ_ONLY,
        TenantState.SUSPENDED,
        TenantState.DELETED,
    }
    assert not WORKING & CLOSING_STATES
