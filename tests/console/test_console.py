import re
from uuid import uuid4

import pytest
from django.contrib import admin

from audit.models import AuditEntry, DeadLetter, OutboxEvent
from config.rooms import Schema, labels_in
from console.order import BUSINESS_ACTIONS
from kernel.schemas import use_public
from people.models import User
from tenants.archives.models import Backup
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tests.changes import changes
from tests.console.entry import enter_console
from tests.installation import NOW


@pytest.fixture
def letter(operator) -> DeadLetter:
    return DeadLetter.objects.create(
        tenant_schema="t_gone",
        event_id=uuid4(),
        kind="tenants.business_opened",
        handler="tenants.life.handlers.welcome_owner.send_welcome",
        payload={"owner_id": 1},
        error="OSError: no mail",
        attempts=5,
        failed_at=NOW,
    )


def _pages():
    return sorted(f"/console/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry)


def test_the_console_holds_our_own_rooms_alone():
    assert {page.split("/")[2] for page in _pages()} == labels_in(Schema.PUBLIC) | {"audit"}


def test_every_list_is_in_the_menu(console):
    page = console.get("/console/").content.decode()
    for model in admin.site._registry:
        assert f'href="/console/{model._meta.app_label}/{model._meta.model_name}/"' in page, model


def test_every_list_opens_and_nothing_can_be_added_changed_or_deleted(console, letter, tenant):
    for page in ["/console/", *_pages()]:
        assert console.get(page).status_code == 200, page
    for model, row in (("life/tenant", tenant.pk), ("audit/deadletter", letter.pk)):
        use_public()
        assert console.get(f"/console/{model}/{row}/change/").status_code == 200
        assert console.get(f"/console/{model}/add/").status_code == 403
        assert console.post(f"/console/{model}/{row}/change/", {"name": "Mine"}).status_code == 403
        assert console.post(f"/console/{model}/{row}/delete/", {"post": "yes"}).status_code == 403
    assert Tenant.objects.get(pk=tenant.pk).name == tenant.name


def test_signing_in_leads_on_to_the_code(operator, public_client):
    page = public_client.get("/console/login/", follow=True)
    assert page.redirect_chain == [("/console/login/?next=/console/", 302)]
    assert "'unsafe-eval'" in page.headers["Content-Security-Policy"]
    signed_in = public_client.post(
        "/console/login/?next=/console/", {"username": operator.email, "password": "a long enough password"}
    )
    assert signed_in.headers["Location"] == "/console/code/"


def test_the_rest_of_the_site_keeps_the_strict_policy(public_client):
    assert "unsafe" not in public_client.get("/").headers["Content-Security-Policy"]


def test_somebody_who_is_no_operator_stays_outside(operator, public_client):
    use_public()
    public_client.force_login(User.objects.create_user("guest@counterfoil.test"))
    for page in _pages():
        assert public_client.get(page).headers["Location"].startswith("/console/login/"), page


@pytest.fixture
def page(tenant):
    return f"/console/life/tenant/{tenant.pk}"


def state_of(tenant):
    use_public()
    return Tenant.objects.get(pk=tenant.pk).state


def test_suspending_and_reinstating_say_why(console, tenant, operator, page):
    for action, state in (("suspend", TenantState.SUSPENDED), ("reinstate", TenantState.ACTIVE)):
        before = state_of(tenant)
        assert console.get(f"{page}/{action}/").status_code == 200
        assert console.post(f"{page}/{action}/", {"reason": "  "}).status_code == 200
        assert state_of(tenant) == before, "neither looking nor leaving the reason out does anything"
        answer = console.post(f"{page}/{action}/", {"reason": "Ticket 7"}, follow=True)
        assert state_of(tenant) == state
        assert f"{tenant.name} is {state}." in answer.content.decode()
    told = AuditEntry.objects.filter(actor=operator, action="tenants.tenant.state_changed")
    assert [entry.changes["reason"] for entry in told] == ["Ticket 7", "Ticket 7"]


def test_a_move_that_is_refused_says_why(console, tenant, page):
    console.post(f"{page}/suspend/", {"reason": "Ticket 7"})
    answer = console.post(f"{page}/suspend/", {"reason": "Ticket 7"})
    assert "that is suspended can&#x27;t be suspended" in answer.content.decode()


def test_visiting_from_the_page(owner, staff, console, tenant, page):
    form = console.get(f"{page}/impersonate/").content.decode()
    assert form.index("Olive Owner, owner") < form.index("Staff Person, staff"), "the owner is proposed"
    assert "required" in console.post(f"{page}/impersonate/", {"person": owner.pk, "reason": ""}).content.decode()
    answer = console.post(f"{page}/impersonate/", {"person": staff.pk, "reason": "Ticket 7"}).content.decode()
    assert "as Staff Person, staff" in answer
    assert re.search(r'href="http://acme\.localhost[^"]*/enter/\?token=', answer)


def test_closing_and_cancelling_it(console, tenant, page):
    console.post(f"{page}/close/", {"reason": "Asked by letter"})
    assert state_of(tenant) == TenantState.CLOSING
    assert Tenant.objects.get(pk=tenant.pk).closes_at is not None
    console.post(f"{page}/cancel_closing/", {"reason": "Asked by phone"})
    assert Tenant.objects.get(pk=tenant.pk).closes_at is None
    reasons = AuditEntry.objects.filter(action__in=["tenants.business.closed", "tenants.business.closing_cancelled"])
    assert [entry.changes["reason"] for entry in reasons.order_by("at")] == ["Asked by letter", "Asked by phone"]


def test_asking_for_a_copy_and_for_its_return(console, tenant, page):
    answer = console.post(f"{page}/back_up/", {"reason": "Before the import"}, follow=True)
    assert "is being copied" in answer.content.decode()
    use_public()
    assert OutboxEvent.objects.filter(kind="tenants.backup_requested", payload={"tenant_id": tenant.pk}).exists()
    backup = Backup.objects.create(tenant=tenant, made_at=NOW, path="nowhere", size=1, sha256="0" * 64)
    copy = f"/console/archives/backup/{backup.pk}"
    assert f"{copy}/restore/" in console.get(f"{copy}/change/").content.decode()
    refused = console.post(f"{copy}/restore/", {"reason": "Import went wrong"}).content.decode()
    assert "Suspend the business first" in refused
    use_public()
    assert not OutboxEvent.objects.filter(kind="tenants.restore_requested").exists()


def test_a_page_offers_what_its_state_allows(console, tenant, page):
    for state, closes_at, offered in (
        (TenantState.ACTIVE, None, {"impersonate", "suspend", "close", "back_up"}),
        (TenantState.CLOSING, NOW, {"impersonate", "suspend", "cancel_closing", "back_up"}),
        (TenantState.CLOSING_SUSPENDED, NOW, {"reinstate", "cancel_closing", "back_up"}),
        (TenantState.SUSPENDED, None, {"reinstate", "back_up"}),
        (TenantState.DELETED, None, set()),
    ):
        use_public()
        Tenant.objects.filter(pk=tenant.pk).update(state=state, closes_at=closes_at)
        told = console.get(f"{page}/change/").content.decode()
        assert {action.name for action in BUSINESS_ACTIONS if f"{page}/{action.name}/" in told} == offered, state


@pytest.mark.parametrize("action", [action.name for action in BUSINESS_ACTIONS])
def test_actions_are_for_operators_alone(tenant, public_client, page, action):
    use_public()
    guest = User.objects.create_user("guest@counterfoil.test")
    for browser in (public_client, enter_console(public_client, guest)):
        with changes() as seen:
            answer = browser.post(f"{page}/{action}/", {"reason": "Mine", "person": 1})
        assert answer.headers["Location"].startswith("/console/login/")
        assert seen == {}


def test_a_page_tells_what_every_room_knows(console, tenant, page):
    told = console.get(f"{page}/change/").content.decode()
    for words in ("owner@example.com", "Growth", "Products", "Waiting in the outbox", "Last sale", tenant.schema_name):
        assert words in told, words


def test_a_business_that_is_gone_still_has_a_page(console, tenant, page):
    use_public()
    Tenant.objects.filter(pk=tenant.pk).update(state=TenantState.DELETED)
    told = console.get(f"{page}/change/").content.decode()
    assert "dropped" in told
    assert "owner@example.com" not in told


def test_a_number_that_is_nobodys(console):
    for path in ("change", "suspend", "impersonate"):
        assert console.get(f"/console/life/tenant/999999/{path}/").status_code == 404


def test_a_dead_letter_is_handed_over_again(console, letter, operator, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: sent.append((name, options)))
    with django_capture_on_commit_callbacks(execute=True):
        console.post("/console/audit/deadletter/", {"action": "retry", "_selected_action": [str(letter.pk)]})
    use_public()
    assert sent == [
        (
            "audit.tasks.deliver",
            {
                "kwargs": {
                    "event_id": str(letter.event_id),
                    "kind": letter.kind,
                    "handler": letter.handler,
                    "payload": {"owner_id": 1},
                },
                "headers": {"_schema_name": "t_gone"},
            },
        )
    ]
    letter.refresh_from_db()
    assert letter.retried_at is not None
    assert AuditEntry.objects.get(action="audit.dead_letter.retried").actor_id == operator.pk
