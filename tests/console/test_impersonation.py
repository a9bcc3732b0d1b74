"""Support looks at a business as one of its people: announced, narrow, short, and in the trails of both sides."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

import api.urls_tenant
import web.urls_tenant
from audit.models import AuditEntry
from kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from kernel.permissions import Permission
from kernel.schemas import PUBLIC, in_schema
from people.models import User
from people.rules.impersonation import ALLOWED
from tenants.life.enums import TenantState
from tenants.life.models import Domain, Tenant
from tenants.life.operations.impersonate import impersonate
from tests.business import PASSWORD
from tests.conftest import HostClient
from tests.reading import read

REASON = "Ticket 812: the receipt prints twice"


@pytest.fixture
def helper(tenant) -> User:
    with in_schema(PUBLIC):
        return User.objects.create_superuser("op@counterfoil.test", "a long enough password", name="Op Erator")


@pytest.fixture
def visit(helper, tenant, owner):
    """Make a pass: its URL, or the error. The connection stays at the business."""

    def go(*, actor=helper, person=owner.pk, reason=REASON, tenant_id=tenant.pk):
        try:
            return impersonate(actor=actor, tenant_id=tenant_id, person_id=person, reason=reason, now=timezone.now())
        finally:
            connection.set_tenant(tenant)

    return go


def come_in(url, browser=None):
    parts = urlsplit(url)
    browser = browser or HostClient(headers={"host": parts.netloc})
    browser.answer = browser.get(f"{parts.path}?{parts.query}")
    return browser


@pytest.fixture
def visitor(visit, tenant):
    return come_in(visit())


def test_a_visit_shows_whose_eyes_are_borrowed_and_for_how_long(visitor, owner):
    page = read(visitor.get("/"))
    assert "Op Erator from support is looking at this as Olive Owner · 30 min left" in page
    assert visitor.get("/products/").status_code == 200
    assert mail.outbox == [], "nobody is alarmed by mail: the trail says it"
    assert User.objects.get(pk=owner.pk).last_login == owner.last_login, "the owner didn't sign in"


def test_a_pass_leads_only_to_a_host_of_ours(visit, tenant, host):
    """A domain of the business's own may belong to somebody else by now, who would come in with the pass."""
    with in_schema(PUBLIC):
        Domain.objects.filter(tenant_id=tenant.pk).update(is_primary=False)
        Domain.objects.create(domain="sold.example.com", tenant_id=tenant.pk, is_primary=True)
    assert urlsplit(visit()).hostname == host


def test_both_trails_say_who_came_as_whom_and_why(visitor, helper, owner, tenant):
    told = AuditEntry.objects.get(action="tenants.tenant.impersonated")
    assert (told.home_schema, told.home_id, told.changes["person"]) == (PUBLIC, helper.pk, owner.pk)
    assert (told.actor_id, told.actor_name, told.via) == (None, "Op Erator", "support (Op Erator)")
    with in_schema(PUBLIC):
        told = AuditEntry.objects.get(action="tenants.tenant.impersonated", target_id=str(tenant.pk))
        assert (told.actor_id, told.target_id, told.changes["reason"]) == (helper.pk, str(tenant.pk), REASON)


def test_whatever_is_done_is_in_the_trail_with_the_operators_name(visitor, owner, tenant):
    answer = visitor.post("/outlets/", {"name": "Third", "code": "th"})
    assert answer.status_code == 302
    done = AuditEntry.objects.get(action="company.outlet.created")
    assert (done.actor_id, done.via) == (owner.pk, "support (Op Erator)")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/people/new/", {"name": "Mole", "email": "m@x.test", "role": "owner", "password": "correct horse battery"}),
        ("/settings/keys/new/", {"name": "Mole", "scopes": ["sales:sale:read"]}),
        (
            "/account/password/change/",
            {"oldpassword": "x", "password1": "a new long password", "password2": "a new long password"},
        ),
        ("/account/email/", {"email": "mole@x.test", "action_add": ""}),
        ("/account/2fa/totp/activate/", {"code": "123456"}),
    ],
)
def test_what_would_outlast_the_visit_is_refused(visitor, path, form):
    before = list(User.objects.order_by("pk").values_list())
    assert visitor.get(path).status_code == 403
    assert visitor.post(path, form).status_code == 403
    assert list(User.objects.order_by("pk").values_list()) == before


SAMPLES = {"int": "1", "str": "x.test", "uuid": "00000000-0000-0000-0000-000000000000", "slug": "x"}


def address_of(pattern):
    return re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], str(pattern.pattern))


def test_every_page_that_needs_more_is_shut(visitor):
    shut = [
        pattern
        for pattern in web.urls_tenant.urlpatterns
        if getattr(pattern.callback, "permission", Permission.AUDIT_ENTRY_READ) not in ALLOWED
    ]
    assert {"people_new", "key_new", "plan_change", "close_business", "export_download", "domain_new"} <= {
        pattern.name for pattern in shut
    }
    for pattern in shut:
        for send in (visitor.get, visitor.post):
            assert send(f"/{address_of(pattern)}").status_code in {403, 405}, pattern.name


def test_every_route_of_the_api_that_needs_more_is_shut(visitor):
    tried = 0
    for pattern in api.urls_tenant._ROUTES:
        for method, permission in pattern.callback.cls.permissions.items():
            if permission not in ALLOWED:
                answer = visitor.generic(
                    method, f"/api/v1/{address_of(pattern)}", "{}", content_type="application/json"
                )
                assert answer.status_code == 403, (method, pattern.name)
                tried += 1
    assert tried > 10
    assert visitor.get("/api/v1/products/").status_code == 200


def test_no_token_is_to_be_had_by_the_visits_cookie(visitor, host):
    session = visitor.cookies["session"].value
    app = HostClient(headers={"host": host})
    code = {"session_token": session, "code": "123456"}
    given = app.post("/api/v1/account/sign-in/code/", code, content_type="application/json")
    assert (given.status_code, given.json()["code"]) == (401, "signed_out")
    change = {"current_password": PASSWORD, "new_password": "mine mine mine"}
    assert visitor.post("/api/v1/account/password/change/", change, content_type="application/json").status_code == 403
    assert visitor.get("/api/v1/account/second-factor/").status_code == 403


def test_a_visitor_never_may_more_than_the_person(visit, staff, tenant):
    visitor = come_in(visit(person=staff.pk))
    assert visitor.get("/stock/").status_code == 200
    assert visitor.get("/money/trial-balance/").status_code == 403
    assert {
        Permission.PEOPLE_PERSON_WRITE,
        Permission.BILLING_PLAN_CHANGE,
        Permission.COMPANY_BUSINESS_CLOSE,
    }.isdisjoint(ALLOWED)


def test_a_pass_opens_once(visit):
    url = visit()
    assert come_in(url).get("/").status_code == 200
    assert come_in(url).get("/").headers["Location"].startswith("/sign-in/")


def test_the_time_is_kept_by_the_server(visitor):
    session = visitor.session
    session["impersonation"] = {
        **session["impersonation"],
        "until": (timezone.now() + timedelta(seconds=61)).isoformat(),
    }
    session.save()
    assert "2 min left" in visitor.get("/").content.decode()
    session["impersonation"] = {**session["impersonation"], "until": timezone.now().isoformat()}
    session.save()
    assert visitor.get("/").headers["Location"].startswith("/sign-in/")
    assert visitor.get("/api/v1/products/").status_code == 401


def test_leaving_is_noted_and_the_owners_own_session_goes_on(visitor, client_for, owner):
    own = client_for(owner)
    assert "from support" not in own.get("/").content.decode()
    assert visitor.post("/leave/").status_code == 302
    assert AuditEntry.objects.get(action="people.impersonation.ended").via == "support (Op Erator)"
    assert not AuditEntry.objects.filter(action="people.user.signed_out").exists(), "the owner did not sign out"
    assert visitor.get("/").headers["Location"].startswith("/sign-in/")
    assert own.get("/").status_code == 200
    own.post("/leave/")
    assert own.get("/").status_code == 200, "only impersonations end here"


def test_an_impersonation_takes_over_whatever_session_the_browser_had(visit, client_for, owner, host, tenant):
    browser = client_for(owner)
    browser.get("/")
    come_in(visit(), browser)
    assert browser.get("/people/new/").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"reason": "  "}, InvalidInput),
        ({"reason": "x" * 301}, InvalidInput),
        ({"person": 999_999}, NotFound),
        ({"tenant_id": 999_999}, NotFound),
    ],
)
def test_without_a_reason_or_a_person_nobody_comes_in(visit, tenant, wrong, error):
    with pytest.raises(error):
        visit(**wrong)
    for schema in (tenant.schema_name, PUBLIC):
        with in_schema(schema):
            assert not AuditEntry.objects.filter(
                action="tenants.tenant.impersonated", target_id=str(tenant.pk)
            ).exists()


def test_an_owner_is_no_operator(visit, owner):
    with pytest.raises(NotAllowed):
        visit(actor=owner)


def test_nobody_visits_a_business_that_is_held(visit, tenant):
    with in_schema(PUBLIC):
        Tenant.objects.filter(pk=tenant.pk).update(state=TenantState.SUSPENDED)
    with pytest.raises(Conflict):
        visit()
