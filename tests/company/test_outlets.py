from datetime import date

import pytest

from audit.models import AuditEntry
from company.errors import OutletTaken
from company.models import Outlet
from company.operations.create_outlet import CreateOutlet, create_outlet
from company.operations.place_person import place_person
from company.queries import outlets_for
from company.rules.fiscal_year import SeriesFull, document_number, fiscal_year
from company.scope import scope_of
from kernel.errors import InvalidInput, NotAllowed, NotFound
from tests.shop import now


def create(actor, name="Third", code="TH", **more):
    return create_outlet(actor=actor, command=CreateOutlet(name, code, **more), now=now())


def test_another_outlet(owner):
    made = create(owner)
    assert (made.name, made.code, made.timezone) == ("Third", "TH", "Asia/Kolkata")
    assert scope_of(owner).outlet(made.id) == made
    assert AuditEntry.objects.get(action="company.outlet.created").changes == {"name": "Third", "code": "TH"}


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"name": " ", "code": "third", "timezone": "Mars/Base"}, {"name", "code", "timezone"}),
        ({"name": "n" * 81}, {"name"}),
        ({"code": "TOOLONG"}, {"code"}),
    ],
)
def test_everything_wrong_is_named_at_once(owner, wrong, fields):
    with pytest.raises(InvalidInput) as refused:
        create(owner, **wrong)
    assert set(refused.value.errors) == fields


@pytest.mark.parametrize("same", [{"name": "Main"}, {"code": "MN"}])
def test_name_and_code_are_one_outlets(owner, same):
    with pytest.raises(OutletTaken):
        create(owner, **same)


def test_only_the_owner_opens_outlets_and_sends_people(manager, staff, accountant, auditor, outlet):
    before = Outlet.objects.count()
    for actor in (manager, staff, accountant, auditor):
        with pytest.raises(NotAllowed):
            create(actor)
        with pytest.raises(NotAllowed):
            place_person(actor=actor, person_id=staff.pk, outlet_ids=[], now=now())
    assert Outlet.objects.count() == before
    assert [each.id for each in outlets_for(staff)] == [outlet.id]


def test_people_work_where_they_are_sent(owner, staff, outlet, other_outlet):
    place_person(actor=owner, person_id=staff.pk, outlet_ids=[other_outlet.id], now=now())
    assert outlets_for(staff) == [other_outlet]
    with pytest.raises(NotFound):
        scope_of(staff).outlet(outlet.id)
    with pytest.raises(InvalidInput):
        place_person(actor=owner, person_id=staff.pk, outlet_ids=[outlet.id, 10**9], now=now())
    with pytest.raises(NotFound):
        place_person(actor=owner, person_id=10**9, outlet_ids=[], now=now())
    assert outlets_for(staff) == [other_outlet]


@pytest.mark.parametrize(
    ("day", "starts_in", "label"),
    [
        (date(2026, 3, 31), 4, "2526"),
        (date(2026, 4, 1), 4, "2627"),
        (date(2026, 12, 31), 1, "2026"),
        (date(2099, 12, 1), 7, "9900"),
    ],
)
def test_financial_years(day, starts_in, label):
    assert fiscal_year(day, starts_in) == label


def test_a_document_number_fits_the_law():
    assert document_number("KOR", "", "2627", 9_999_999) == "KOR/2627/9999999"
    with pytest.raises(SeriesFull):
        document_number("KOR", "", "2627", 10_000_000)
