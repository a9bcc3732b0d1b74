"""A business on the public schema, a stand-in for Stripe whose clock the test moves, and ways to pay."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection

from billing.models import PlanPrice, Subscription
from billing.operations.offer_plans import offer_plans
from billing.operations.receive_event import take_webhook
from billing.operations.start_checkout import Checkout, start_checkout
from billing.steps.open_trial import open_trial
from kernel.schemas import use_public
from tenants.models import Tenant
from tests.fake_stripe import FakeStripe


@pytest.fixture
def stripe(settings):
    with FakeStripe() as running:
        settings.STRIPE_API_KEY = running.api_key
        settings.STRIPE_API_BASE = running.url
        settings.STRIPE_WEBHOOK_SECRET = running.webhook_secret
        yield running


class Shop:
    """A business as billing sees it; `now` is the stand-in's clock."""

    def __init__(self, tenant, stripe):
        self.tenant_id, self.schema, self.stripe = tenant.pk, tenant.schema_name, stripe
        self.heard = 0

    @property
    def now(self):
        return datetime.fromtimestamp(self.stripe.clock.now, UTC)

    @property
    def subscription(self):
        return Subscription.objects.select_related("plan", "price", "next_plan").get(tenant_id=self.tenant_id)

    @property
    def state(self):
        return Tenant.objects.get(pk=self.tenant_id).state

    def price(self, plan="starter", interval="month", currency="INR"):
        return PlanPrice.objects.get(plan__code=plan, interval=interval, currency=currency).pk

    def check_out(self, plan="starter", interval="month", number="4242424242424242", **form):
        """Choose a plan, pay on Stripe's page, and hear of it."""
        url = self.checkout_url(plan, interval)
        self.stripe.check_out(url, number=number, **form)
        self.hear()

    def checkout_url(self, plan="starter", interval="month"):
        command = Checkout(
            price_id=self.price(plan, interval),
            name="Corner Shop",
            email="olive@example.com",
            schema=self.schema,
            success_url="http://shop.localhost/settings/plan/?paid=1",
            cancel_url="http://shop.localhost/settings/plan/",
        )
        return start_checkout(actor=None, by="Olive", tenant_id=self.tenant_id, command=command, now=self.now)

    def customers_events(self):
        customer = self.subscription.stripe_customer_id
        return [
            event
            for event in self.stripe.events()
            if customer in {event["data"]["object"].get("customer"), event["data"]["object"]["id"]}
        ]

    def hear(self, *events):
        """Webhooks come in: these, or all since the last time, in order."""
        if not events:
            events = self.stripe.events(since=self.heard)
            self.heard += len(events)
        for event in events:
            body, headers = self.stripe.signed(event)
            take_webhook(body=body, signature=headers["Stripe-Signature"], now=self.now)

    def pass_days(self, days):
        """Time goes by, at Stripe too, which tells of what happened."""
        self.stripe.clock.advance(days=days)
        self.hear()

    def portal(self, action, **form):
        from billing.operations.open_portal import open_portal

        url = open_portal(actor=None, by="Olive", tenant_id=self.tenant_id, return_url="http://x/", now=self.now)
        self.stripe.in_portal(url, action, **form)
        self.hear()

    def facts(self):
        """What must not depend on the order in which things were heard."""
        one = self.subscription
        return SimpleNamespace(
            plan=one.plan.code,
            price=one.price_id,
            status=one.status,
            since=one.status_since,
            trial_ends_at=one.trial_ends_at,
            period=(one.period_start, one.period_end),
            cancel=one.cancel_at_period_end,
            next=(one.next_plan_id, one.next_price_id),
            coupon=one.coupon,
            stripe=(one.stripe_customer_id, one.stripe_subscription_id, one.stripe_ended_id),
            state=self.state,
            invoices=list(
                one.invoices.order_by("stripe_invoice_id").values_list("stripe_invoice_id", "status", "amount_paid")
            ),
        )


@pytest.fixture
def shop(db, stripe):
    """A business in its trial, whose plans Stripe knows."""
    use_public()
    offer_plans()
    tenant = Tenant.objects.create(name="Corner Shop", schema_name="t_billing", state="trial")
    made = Shop(tenant, stripe)
    open_trial(tenant_id=tenant.pk, now=made.now)
    yield made
    if connection.connection is not None:
        use_public()
