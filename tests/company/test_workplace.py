"""Where a document is recorded, and where its rows are shown, is asked in two statements: they say the same."""

import pytest

from company.models import Outlet
from company.operations.place_person import place_person
from company.queries.workplace import workplace
from company.scope import scope_of
from kernel.errors import NotFound
from kernel.permissions import Role
from people.models import User
from tests.shop import now


@pytest.fixture
def outlets(outlet, other_outlet):
    archived = Outlet.objects.create(
        name="Archived", code="AR", timezone="Asia/Kolkata", created_at=now(), archived_at=now()
    )
    return [outlet.id, other_outlet.id, archived.pk]


def may_record_at(actor, outlet_id):
    try:
        return workplace(actor, [outlet_id]).outlets[0].id == outlet_id
    except NotFound:
        return False


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("granted", [(), (0,), (1,), (0, 1)])
def test_who_may_record_at_an_outlet_is_who_sees_it_open(owner, outlets, role, granted):
    person = User.objects.create_user("somebody@example.com", "a long enough password", name="Somebody", role=role)
    places = [outlets[number] for number in granted]
    place_person(actor=owner, person_id=person.pk, outlet_ids=places, now=now())
    seen = {outlet.id for outlet in scope_of(person).outlets}
    assert {outlet_id for outlet_id in outlets if may_record_at(person, outlet_id)} == seen
    assert outlets[2] not in seen
    if role in {Role.MANAGER, Role.STAFF}:
        assert seen == set(places)


def test_a_place_that_is_not_there_is_not_found(owner):
    with pytest.raises(NotFound):
        workplace(owner, [10**9])
    with pytest.raises(NotFound):
        workplace(owner, [])


def test_its_outlets_come_in_the_order_asked_for(owner, outlet, other_outlet):
    for pair in ((outlet.id, other_outlet.id), (other_outlet.id, outlet.id)):
        assert tuple(each.id for each in workplace(owner, pair).outlets) == pair
