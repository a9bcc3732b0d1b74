"""Businesses as billing sees them, a stand-in for Stripe whose clock the test moves, and ways to pay."""

import copy
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from stripe import StripeClient

from billing.models import PlanPrice, Subscription
from billing.operations.open_portal import open_portal
from billing.operations.receive_event import take_webhook
from billing.operations.register_prices import register_prices
from billing.operations.start_checkout import StartCheckout, start_checkout
from billing.steps.open_trial import open_trial
from kernel.schemas import PUBLIC, in_schema, use_public
from standins.stripe import FakeStripe
from tenants.life.models import Tenant
from tests.authors import OLIVE


@contextmanager
def fake_stripe():
    """A Stripe of the test's own."""
    with (
        FakeStripe() as stripe,
        override_settings(
            STRIPE_API_KEY=stripe.api_key, STRIPE_API_BASE=stripe.url, STRIPE_WEBHOOK_SECRET=stripe.webhook_secret
        ),
    ):
        yield stripe


@cache
def _catalogue(database):
    """What Stripe has once the plans are offered: its objects, and the id of each price. Asked for once a worker."""
    with fake_stripe() as stripe, transaction.atomic():
        register_prices()
        ids = dict(PlanPrice.objects.values_list("pk", "stripe_price_id"))
        transaction.set_rollback(True)
        objects = stripe.world.objects
        return {key: one for key, one in objects.items() if one["object"] in {"product", "price", "billing.meter"}}, ids


def offer(stripe):
    """Stripe knows the plans and nothing else, and we know its prices. On the public schema."""
    objects, ids = _catalogue(settings.DATABASES["default"]["NAME"])
    world = stripe.world
    world.objects, world.answers, world.deliveries, world.offset = copy.deepcopy(objects), {}, {}, 0
    prices = list(PlanPrice.objects.all())
    for price in prices:
        price.stripe_price_id = ids[price.pk]
    PlanPrice.objects.bulk_update(prices, ["stripe_price_id"])


def new_shop(stripe):
    """A business in its trial, alone with a Stripe that knows the plans."""
    use_public()
    offer(stripe)
    tenant = Tenant.objects.create(name="Corner Shop", schema_name=f"t_{uuid4().hex}", state="trial")
    made = Shop(tenant, stripe)
    with transaction.atomic():
        open_trial(tenant_id=tenant.pk, now=made.now)
    return made


def pay_for(tenant, stripe, plan="growth") -> "Shop":
    """A business that is open gets a paid subscription."""
    with in_schema(PUBLIC):
        offer(stripe)
        shop = Shop(tenant, stripe)
        shop.check_out(plan)
    return shop


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
        command = StartCheckout(self.price(plan, interval), "olive@example.com", "shop.localhost")
        return start_checkout(actor=OLIVE, tenant_id=self.tenant_id, command=command, now=self.now)

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
        url = open_portal(actor=OLIVE, tenant_id=self.tenant_id, host="shop.localhost", now=self.now)
        self.stripe.in_portal(url, action, **form)
        self.hear()

    def promotion(self, code):
        """Half price, for who knows the code."""
        api = StripeClient(self.stripe.api_key, base_addresses={"api": self.stripe.url}).v1
        coupon = api.coupons.create({"name": "Half price", "duration": "forever", "percent_off": 50})
        api.promotion_codes.create({"code": code, "promotion": {"type": "coupon", "coupon": coupon.id}})

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
