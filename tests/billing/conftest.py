"""A business on the public schema, a stand-in for Stripe whose clock the test moves, and ways to pay."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from billing.models import PlanPrice, StripeEvent, Subscription
from billing.operations.offer_plans import offer_plans
from billing.operations.receive_event import take_webhook
from billing.operations.start_checkout import Checkout, start_checkout
from billing.steps.open_trial import open_trial
from kernel.schemas import use_public
from tenants.models import Tenant
from tests.fake_stripe import FakeStripe
from tests.installation import tidy


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
        self.opened_at = self.now

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
        """What must not depend on when, how often and in which order things were heard. Moments in hours."""
        one = self.subscription
        since_opening = lambda moment: moment and round((moment - self.opened_at).total_seconds() / 3600)  # noqa: E731
        return SimpleNamespace(
            plan=one.plan.code,
            price=one.price_id,
            status=one.status,
            since=since_opening(one.status_since),
            trial_ends_at=since_opening(one.trial_ends_at),
            period=(since_opening(one.period_start), since_opening(one.period_end)),
            cancel=one.cancel_at_period_end,
            next=(one.next_plan_id, one.next_price_id),
            coupon=one.coupon,
            subscribed=bool(one.stripe_subscription_id),
            state=self.state,
            invoices=list(one.invoices.order_by("stripe_invoice_id").values_list("status", "total", "amount_paid")),
        )


def lives(stripe):
    """Makes businesses in their trial, each alone with a Stripe that knows the plans and nothing else."""
    use_public()
    offer_plans()
    catalogue = {key: thing for key, thing in stripe.world.objects.items() if thing["object"] in {"product", "price"}}

    def begin():
        world = stripe.world
        world.objects, world.answers, world.deliveries, world.offset = dict(catalogue), {}, {}, 0
        tenant = Tenant.objects.create(name="Corner Shop", schema_name=f"t_{uuid4().hex}", state="trial")
        made = Shop(tenant, stripe)
        open_trial(tenant_id=tenant.pk, now=made.now)
        return made

    return begin


@pytest.fixture
def new_life(db, stripe):
    return lives(stripe)


@pytest.fixture
def committed_shop(django_db_setup, django_db_blocker, stripe):
    """One that really commits; whatever was committed is gone afterwards."""
    with django_db_blocker.unblock(), tidy():
        prices = dict(PlanPrice.objects.values_list("pk", "stripe_price_id"))
        with transaction.atomic():
            made = lives(stripe)()
        try:
            yield made
        finally:
            use_public()
            StripeEvent.objects.all().delete()
            for pk, stripe_price_id in prices.items():
                PlanPrice.objects.filter(pk=pk).update(stripe_price_id=stripe_price_id)


@pytest.fixture
def shop(new_life):
    return new_life()
