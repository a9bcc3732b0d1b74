from uuid import uuid4

import pytest
from django.contrib import admin

from audit.models import AuditEntry, DeadLetter
from kernel.schemas import use_public
from people.models import User
from tenants.enums import TenantState
from tenants.models import Tenant
from tests.installation import NOW


@pytest.fixture
def letter(operator) -> DeadLetter:
    return DeadLetter.objects.create(
        tenant_schema="t_gone",
        event_id=uuid4(),
        kind="tenants.business_opened",
        handler="tenants.operations.welcome_owner.send_welcome",
        payload={"owner_id": 1},
        error="OSError: no mail",
        attempts=5,
        failed_at=NOW,
    )


def _pages():
    return sorted(f"/console/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry)


def test_the_console_holds_our_own_rooms_alone():
    assert {page.split("/")[2] for page in _pages()} == {"tenants", "audit"}


def test_every_list_opens_and_nothing_can_be_added_changed_or_deleted(console, letter, tenant):
    for page in ["/console/", *_pages()]:
        assert console.get(page).status_code == 200, page
    for model, row in (("tenants/tenant", tenant.pk), ("audit/deadletter", letter.pk)):
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


def test_suspending_and_reinstating(console, tenant, operator):
    page = "/console/tenants/tenant/"
    for action, state in (("suspend", TenantState.SUSPENDED), ("reinstate", TenantState.ACTIVE)):
        answer = console.post(page, {"action": action, "_selected_action": [tenant.pk]}, follow=True)
        use_public()
        assert f"{tenant.name} is {state}." in answer.content.decode()
        assert Tenant.objects.get(pk=tenant.pk).state == state
    assert AuditEntry.objects.filter(actor=operator, action="tenants.tenant.state_changed").count() == 2


def test_a_move_that_is_refused_says_why(console, tenant):
    page = "/console/tenants/tenant/"
    console.post(page, {"action": "suspend", "_selected_action": [tenant.pk]})
    answer = console.post(page, {"action": "suspend", "_selected_action": [tenant.pk]}, follow=True)
    assert "that is suspended can&#x27;t become suspended" in answer.content.decode()


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
