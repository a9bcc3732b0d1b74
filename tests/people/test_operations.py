import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import default_token_generator

from audit.models import AuditEntry
from company.operations.hire_person import hire_person
from company.operations.place_person import place_person
from kernel.entitlements import Allowance, Entitlements, Meter, QuotaReached, entitlements
from kernel.errors import InvalidInput, NotAllowed, NotFound
from kernel.permissions import Permission, Role
from people.errors import LastOwner
from people.models import User
from people.operations.deactivate_person import deactivate_person
from people.operations.reactivate_person import reactivate_person
from people.queries.people import people, person
from people.steps import HirePerson
from tests.business import PASSWORD
from tests.installation import NOW, together


def newcomer(**changed):
    return HirePerson(
        **{"name": "Nina New", "email": " Nina@Example.com", "role": Role.STAFF, "password": PASSWORD, **changed}
    )


def hire(actor, command):
    return hire_person(actor=actor, command=command, outlet_ids=[], now=NOW)


def test_a_teammate_can_sign_in_and_is_on_record(owner, client_for):
    nina = User.objects.get(pk=hire(owner, newcomer()))
    assert (nina.email, nina.role, nina.date_joined, str(nina)) == ("nina@example.com", Role.STAFF, NOW, "Nina New")
    assert nina.emailaddress_set.get().primary
    entry = AuditEntry.objects.get(action="people.user.created")
    assert (entry.actor_id, entry.target_id) == (owner.pk, str(nina.pk))
    answer = client_for(None).post(
        "/api/v1/account/sign-in/",
        {"email": "NINA@example.com", "password": PASSWORD},
        content_type="application/json",
    )
    assert answer.status_code == 200


def test_everything_that_is_wrong_is_said_at_once(owner):
    with pytest.raises(InvalidInput) as refused:
        hire(owner, newcomer(name=" ", email="nobody", password="123"))
    assert set(refused.value.errors) == {"name", "email", "password"}
    with pytest.raises(InvalidInput) as refused:
        hire(owner, newcomer(name="n" * 151))
    assert set(refused.value.errors) == {"name"}


def test_an_address_longer_than_its_column_is_refused(owner):
    with pytest.raises(InvalidInput) as refused:
        hire(owner, newcomer(email="o@" + ".".join(["d" * 60] * 5) + ".example"))
    assert refused.value.errors["email"] == ["Use at most 254 characters."]


def test_an_address_is_one_persons_only(owner, staff):
    with pytest.raises(InvalidInput) as refused:
        hire(owner, newcomer(email=staff.email.upper()))
    assert set(refused.value.errors) == {"email"}


def test_another_role_from_the_next_request_on(owner, staff, client_for):
    browser = client_for(staff)
    assert browser.get("/money/trial-balance/").status_code == 403
    place_person(actor=owner, person_id=staff.pk, role=Role.ACCOUNTANT, now=NOW)
    assert browser.get("/money/trial-balance/").status_code == 200
    assert AuditEntry.objects.get(action="people.user.role_changed").changes == {"role": ["staff", "accountant"]}


def test_somebody_who_was_let_go_is_out_at_once(owner, staff, client_for):
    browser = client_for(staff)
    assert browser.get("/").status_code == 200
    deactivate_person(actor=owner, person_id=staff.pk, now=NOW)
    assert browser.get("/").status_code == 302
    staff.refresh_from_db()
    assert not staff.may(Permission.SALES_SALE_RECORD)


def test_somebody_who_is_back_comes_in_as_before_if_the_plan_has_room(owner, staff):
    deactivate_person(actor=owner, person_id=staff.pk, now=NOW)
    room = Allowance(limit=User.objects.filter(is_active=True).count())
    token = entitlements.set(Entitlements(allowances={Meter.PEOPLE: room}))
    try:
        with pytest.raises(QuotaReached):
            reactivate_person(actor=owner, person_id=staff.pk, now=NOW)
    finally:
        entitlements.reset(token)
    for _ in range(2):
        reactivate_person(actor=owner, person_id=staff.pk, now=NOW)
    staff.refresh_from_db()
    assert staff.may(Permission.SALES_SALE_RECORD)
    assert AuditEntry.objects.filter(action="people.user.reactivated").count() == 1


def test_another_address_is_unproved_and_ends_old_links(owner, staff):
    EmailAddress.objects.filter(user=staff).update(verified=True)
    link = default_token_generator.make_token(staff)
    place_person(actor=owner, person_id=staff.pk, email=" NEW@example.com ", now=NOW)
    staff.refresh_from_db()
    (address,) = staff.emailaddress_set.all()
    assert (staff.email, address.email, address.primary, address.verified) == (
        "new@example.com", "new@example.com", True, False,
    )  # fmt: skip
    assert not default_token_generator.check_token(staff, link)
    entry = AuditEntry.objects.get(action="people.user.changed")
    assert set(entry.changes) == {"email"}
    place_person(actor=owner, person_id=staff.pk, email="new@example.com", now=NOW)
    assert AuditEntry.objects.filter(action="people.user.changed").count() == 1


def test_the_last_owner_stays(owner, manager):
    with pytest.raises(LastOwner):
        deactivate_person(actor=owner, person_id=owner.pk, now=NOW)
    with pytest.raises(LastOwner):
        place_person(actor=owner, person_id=owner.pk, role=Role.MANAGER, now=NOW)
    place_person(actor=owner, person_id=manager.pk, role=Role.OWNER, now=NOW)
    deactivate_person(actor=owner, person_id=owner.pk, now=NOW)
    manager.refresh_from_db()
    with pytest.raises(LastOwner):
        deactivate_person(actor=manager, person_id=manager.pk, now=NOW)


@pytest.mark.committed
def test_two_owners_cannot_let_each_other_go(owner, manager, tenant):
    from kernel.schemas import in_schema

    place_person(actor=owner, person_id=manager.pk, role=Role.OWNER, now=NOW)
    manager.refresh_from_db()

    def deactivate(actor, other):
        with in_schema(tenant.schema_name):
            deactivate_person(actor=actor, person_id=other.pk, now=NOW)

    results = together(lambda: deactivate(owner, manager), lambda: deactivate(manager, owner))
    assert sorted(type(result).__name__ for result in results) == ["LastOwner", "NoneType"]
    assert User.objects.filter(role=Role.OWNER, is_active=True).count() == 1


def test_nobody_there(owner):
    for operation, more in ((place_person, {"role": Role.STAFF}), (deactivate_person, {}), (reactivate_person, {})):
        with pytest.raises(NotFound):
            operation(actor=owner, person_id=0, now=NOW, **more)
    with pytest.raises(NotFound):
        person(owner, 0)
    assert person(owner, owner.pk) == owner


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_owners_decide_about_people(business_under_test, owner, role):
    actor = User.objects.get(pk=business_under_test.people[role])
    before = list(User.objects.order_by("pk").values())
    for attempt in (
        lambda: hire(actor, newcomer()),
        lambda: place_person(actor=actor, person_id=owner.pk, role=Role.STAFF, now=NOW),
        lambda: place_person(actor=actor, person_id=owner.pk, name="Mine", now=NOW),
        lambda: deactivate_person(actor=actor, person_id=owner.pk, now=NOW),
        lambda: reactivate_person(actor=actor, person_id=owner.pk, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert list(User.objects.order_by("pk").values()) == before


def test_who_may_see_the_others(owner, manager, staff):
    assert [one.pk for one in people(owner)] == [one.pk for one in people(manager)]
    with pytest.raises(NotAllowed):
        people(staff)
