"""What one business has, pays and uses is nobody else's: subscriptions, quotas, buckets, invoices, webhooks of Stripe."""

import copy

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from billing.models import Invoice, Plan, PlanPrice, StripeEvent, Subscription
from billing.operations.receive_event import take_webhook
from kernel.permissions import Permission
from kernel.schemas import in_schema, use_public
from people.models import User
from people.operations.create_key import CreateKey, create_key
from tenants.life.models import Tenant
from tests.installation import NOW
from tests.paying import pay_for


@pytest.fixture
def paid(shops, stripe):
    """A pays for Growth; B is in its trial."""
    a, b = shops
    use_public()
    shop = pay_for(Tenant.objects.get(schema_name=a.schema), stripe)
    yield shop, a, b
    use_public()
    StripeEvent.objects.all().delete()
    PlanPrice.objects.update(stripe_price_id=None)


def of(schema):
    use_public()
    return Subscription.objects.values().get(tenant__schema_name=schema)


def test_what_a_does_with_its_plan_leaves_b_as_it_was(paid):
    shop, a, b = paid
    before = of(b.schema)
    browser = a.browser(signed_in=True)
    for path in ("cancel/", "keep/", "free/free/"):
        assert browser.post(f"/settings/plan/{path}").status_code == 302
    shop.pass_days(40)
    assert of(a.schema)["plan_id"] != before["plan_id"]
    assert of(b.schema) == before


def test_nobody_changes_the_plan_of_another_business(paid):
    shop, a, b = paid
    before = of(a.schema)
    stranger = b.browser(signed_in=True)
    at_a = Client(headers={"host": a.host})
    at_a.cookies = copy.deepcopy(stranger.cookies)
    assert at_a.post("/settings/plan/cancel/").status_code == 302
    assert at_a.get("/billing/invoices/")["Location"].startswith("/sign-in/")
    assert at_a.post("/api/v1/subscription/cancel/").status_code in {401, 403}
    forged = stranger.post(
        "/api/v1/subscription/cancel/", {"tenant_id": shop.tenant_id}, content_type="application/json"
    )
    assert forged.status_code == 409
    assert of(a.schema) == before


def test_b_sees_none_of_as_invoices(paid):
    _shop, a, b = paid
    use_public()
    number = Invoice.objects.get().number
    assert number in a.browser(signed_in=True).get("/billing/invoices/").content.decode()
    assert number not in b.browser(signed_in=True).get("/billing/invoices/").content.decode()
    assert b.browser(signed_in=True).get("/api/v1/billing/invoices/").json() == []


def test_an_event_is_for_the_customer_it_names(paid):
    shop, _a, b = paid
    before = of(b.schema)
    event = shop.stripe.events("customer.subscription.created")[-1]
    event["data"]["object"]["metadata"] = {"schema": b.schema, "tenant": str(before["tenant_id"])}
    event["id"] = "evt_misleading"
    body, headers = shop.stripe.signed(event)
    use_public()
    take_webhook(body=body, signature=headers["Stripe-Signature"], now=shop.now)
    assert of(b.schema) == before


def test_a_full_plan_at_a_is_not_full_at_b(shops):
    a, b = shops
    use_public()
    free = Plan.objects.get(code="free")
    Subscription.objects.filter(tenant__schema_name=a.schema).update(plan=free, status="active")
    caches["shared"].clear()
    second = {"name": "Second", "code": "SE"}
    assert "Your plan allows 1 outlet" in a.browser(signed_in=True).post("/outlets/", second).content.decode()
    assert b.browser(signed_in=True).post("/outlets/", second).status_code == 302


@pytest.mark.owner
def test_calls_of_a_do_not_use_up_those_of_b(shops):
    a, b = shops
    use_public()
    starter = Plan.objects.get(code="starter")
    limits = {**starter.limits, "api_calls": 1}
    Plan.objects.filter(pk=starter.pk).update(limits=limits)
    Subscription.objects.filter(tenant__schema_name__in=[a.schema, b.schema]).update(plan=starter, status="active")
    caches["shared"].clear()
    try:
        callers = [_program(shop) for shop in (a, b)]
        assert [callers[0].get("/api/v1/me/").status_code for _ in range(2)] == [200, 429]
        assert callers[1].get("/api/v1/me/").status_code == 200
    finally:
        use_public()
        Plan.objects.filter(pk=starter.pk).update(limits=starter.limits)
        caches["shared"].clear()


def _program(shop):
    with in_schema(shop.schema):
        owner = User.objects.get(pk=shop.owner)
        scopes = frozenset({Permission.COMPANY_SETTINGS_READ})
        made = create_key(actor=owner, command=CreateKey(name="Bridge", scopes=scopes), now=NOW)
    use_public()
    return Client(headers={"host": shop.host, "authorization": f"Bearer {made.secret}"})


def test_the_webhook_is_the_public_hosts_alone(shops):
    a, _b = shops
    answer = Client(headers={"host": a.host}).post("/stripe/webhook/", b"{}", content_type="application/json")
    assert answer.status_code == 404
    public = Client(headers={"host": settings.BASE_DOMAIN})
    assert public.post("/stripe/webhook/", b"{}", content_type="application/json").status_code == 400


def test_the_anonymous_user_of_guardian_is_in_no_schema(shops):
    a, _b = shops
    assert settings.ANONYMOUS_USER_NAME is None
    with in_schema(a.schema):
        assert list(User.objects.values_list("pk", flat=True)) == [a.owner]
