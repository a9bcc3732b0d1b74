"""A business is closed by its owner and thought over for thirty days."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from audit.authors import PLATFORM
from audit.models import AuditEntry
from console.order import possible_actions
from kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from kernel.permissions import Role
from kernel.rate_limits import Buckets
from kernel.schemas import PUBLIC, in_schema, use_public
from people.models import User
from tenants.archives.operations.purge_business import purge_business
from tenants.life.enums import TenantState
from tenants.life.handlers.notify_of_closing import notify_of_closing
from tenants.life.models import Tenant
from tenants.life.operations import close_business as closing
from tenants.life.operations.cancel_closing import cancel_closing
from tenants.life.operations.close_business import close_business
from tenants.life.operations.reinstate_business import reinstate_business
from tenants.life.operations.suspend_business import suspend_business
from tenants.life.rules.closing import is_name
from tests.business import PASSWORD
from tests.installation import NOW, purge_due, schemas
from tests.tenants.closing.ending import LATER, browser, close, events, keep, state


def test_a_name_is_typed_as_people_type():
    assert is_name(" corner  SHOP", "Corner Shop")
    assert not is_name("Corner", "Corner Shop")
    assert not is_name("", "Corner Shop")


def test_a_closed_business_rests_and_its_owners_are_told(shop, owner):
    closed = close(shop, owner)
    assert closed.closes_at == NOW + timedelta(days=30)
    assert state(shop) == TenantState.CLOSING
    assert events(shop) == ["tenants.business_closing"]
    notify_of_closing(tenant_id=shop.pk)
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert letter.subject == "Closer Shop is being closed"
    assert "21 December 2026" in letter.body
    assert "closer.localhost" in letter.body
    assert "/settings/close/" in letter.body


def test_its_owner_still_takes_the_data_away_and_nothing_else_goes_on(shop, owner):
    close(shop, owner)
    visitor = browser()
    visitor.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    assert visitor.get("/settings/export/").status_code == 200
    assert "Keep the business" in visitor.get("/settings/close/").content.decode()
    for path in ("/", "/sales/", "/products/"):
        refused = visitor.get(path)
        assert refused.status_code == 403, path
        assert "is being closed" in refused.content.decode()
    refused = visitor.get("/api/v1/sales/")
    assert (refused.status_code, refused.json()["code"]) == (403, "closing")
    assert visitor.get("/api/v1/business/closing/").json()["closes_at"].startswith("2026-12-21")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"name": "Another"}, {"name"}), ({"password": "guess"}, {"password"}), ({"name": "", "password": ""}, {"name", "password"})],
)  # fmt: skip
def test_a_slip_closes_nothing(shop, owner, typed, wrong):
    with pytest.raises(InvalidInput) as refused:
        close(shop, owner, **typed)
    assert set(refused.value.errors) == wrong
    assert state(shop) == TenantState.TRIAL
    assert shop.closes_at is None
    assert events(shop) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_nobody_but_the_owner(shop, role):
    with in_schema(shop.schema_name):
        teammate = User.objects.create_user(f"{role}@example.com", PASSWORD, name="T", role=role)
    for attempt in (close, keep):
        with pytest.raises(NotAllowed):
            attempt(shop, teammate)
    use_public()
    for operation in (close_business, cancel_closing, purge_business):
        with pytest.raises(NotAllowed):
            operation(actor=teammate, tenant_id=shop.pk, now=NOW)
    assert state(shop) == TenantState.TRIAL


def test_the_owner_cannot_hurry_the_end(shop, owner):
    close(shop, owner)
    use_public()
    with pytest.raises(NotAllowed):
        purge_business(actor=owner, tenant_id=shop.pk, now=LATER)
    with pytest.raises(Conflict):
        purge_business(actor=PLATFORM, tenant_id=shop.pk, now=LATER - timedelta(seconds=1))
    assert purge_due(now=LATER - timedelta(seconds=1)) == 0
    assert state(shop) == TenantState.CLOSING


def test_cancelling_the_closing(shop, owner):
    close(shop, owner)
    keep(shop, owner)
    assert state(shop) == TenantState.READ_ONLY  # what it has paid for decides, when billing hears of it
    assert shop.closes_at is None
    assert events(shop) == ["tenants.business_closing", "tenants.business_closing_cancelled"]
    assert purge_due(now=LATER) == 0
    notify_of_closing(tenant_id=shop.pk)  # an event that comes late
    assert mail.outbox == []


def test_each_only_once(shop, owner):
    with pytest.raises(Conflict):
        keep(shop, owner)
    close(shop, owner)
    with pytest.raises(Conflict):
        close(shop, owner)
    assert events(shop) == ["tenants.business_closing"]


def test_both_trails_say_who(shop, owner):
    close(shop, owner)
    keep(shop, owner)
    for schema in (PUBLIC, shop.schema_name):
        with in_schema(schema):
            entries = AuditEntry.objects.filter(action__startswith="tenants.business.", target_id=str(shop.pk))
            assert [(e.action, e.actor_name) for e in entries.order_by("pk")] == [
                ("tenants.business.closed", owner.name),
                ("tenants.business.closing_cancelled", owner.name),
            ]


def test_an_operator_closes_and_keeps(shop, operator):
    suspend_business(actor=operator, tenant_id=shop.pk, now=NOW)
    close_business(actor=operator, tenant_id=shop.pk, now=NOW, reason="fraud")
    assert state(shop) == TenantState.CLOSING
    with pytest.raises(Conflict, match="isn't suspended"):
        reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW)
    cancel_closing(actor=operator, tenant_id=shop.pk, now=NOW)
    assert state(shop) == TenantState.READ_ONLY
    assert AuditEntry.objects.get(action="tenants.business.closed", actor=operator).changes["reason"] == "fraud"
    with pytest.raises(NotFound):
        close_business(actor=operator, tenant_id=0, now=NOW)


def test_an_operators_hold_stops_the_clock(shop, owner, operator):
    close(shop, owner)
    use_public()
    suspend_business(actor=operator, tenant_id=shop.pk, now=NOW)
    assert purge_due(now=LATER) == 0
    assert shop.schema_name in schemas()
    assert state(shop) == TenantState.CLOSING_SUSPENDED
    assert possible_actions(shop.state) == ["reinstate", "cancel_closing", "back_up"]
    reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW, reason="cleared up")
    assert state(shop) == TenantState.CLOSING
    assert shop.closes_at == LATER
    assert possible_actions(shop.state) == ["impersonate", "suspend", "cancel_closing", "back_up"]
    with pytest.raises(Conflict, match="isn't suspended"):
        reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW)
    assert purge_due(now=LATER) == 1


def test_what_is_held_and_kept_stays_held(shop, owner, operator):
    close(shop, owner)
    use_public()
    suspend_business(actor=operator, tenant_id=shop.pk, now=NOW)
    cancel_closing(actor=operator, tenant_id=shop.pk, now=NOW)
    assert (state(shop), shop.closes_at) == (TenantState.SUSPENDED, None)
    with pytest.raises(NotAllowed):
        reinstate_business(actor=owner, tenant_id=shop.pk, now=NOW)
    reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW)
    assert state(shop) == TenantState.ACTIVE
    assert purge_due(now=LATER) == 0


def test_a_day_of_deletion_and_the_state_go_together(shop):
    for wrong in ({"closes_at": NOW}, {"state": TenantState.CLOSING}, {"state": TenantState.CLOSING_SUSPENDED}):
        with pytest.raises(IntegrityError, match="tenant_closes_while_closing"), transaction.atomic():
            Tenant.objects.filter(pk=shop.pk).update(**wrong)


def test_a_key_alone_closes_nothing(shop, owner):
    """Somebody who holds a session or a key of the owner's, but not the password."""
    visitor = browser()
    visitor.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    answer = visitor.post(
        "/api/v1/business/closing/", {"name": "Closer Shop", "password": "x"}, content_type="application/json"
    )
    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"password"})
    assert visitor.post("/settings/close/", {"name": "Closer Shop", "password": "x"}).status_code == 422
    assert state(shop) == TenantState.TRIAL
    assert visitor.post("/settings/close/", {"name": "Closer Shop", "password": PASSWORD}).status_code == 302
    assert state(shop) == TenantState.CLOSING
    assert visitor.post("/settings/close/cancel/").status_code == 302
    assert state(shop) == TenantState.READ_ONLY


def test_a_session_alone_cannot_guess_the_password_for_long(shop, owner, monkeypatch):
    monkeypatch.setattr(closing, "take", Buckets("", clock=lambda: 1000.0).take)
    with in_schema(shop.schema_name):
        teammate = User.objects.create_user("second@example.com", PASSWORD, name="Second", role=Role.OWNER)
    visitor = browser()
    visitor.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    guess, right = {"name": "Closer Shop", "password": "x"}, {"name": "Closer Shop", "password": PASSWORD}
    pages = [visitor.post("/settings/close/", guess).status_code for _ in range(3)]
    programs = [
        visitor.post("/api/v1/business/closing/", guess, content_type="application/json").status_code for _ in range(3)
    ]
    assert (pages, programs) == ([422] * 3, [400, 400, 429]), "they count together"
    refused = visitor.post("/api/v1/business/closing/", right, content_type="application/json")
    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (429, "too_many_tries", "61")
    page = visitor.post("/settings/close/", right)
    assert page.status_code == 429
    assert "Too many tries" in page.content.decode()
    assert state(shop) == TenantState.TRIAL
    close(shop, teammate)
    assert state(shop) == TenantState.CLOSING
