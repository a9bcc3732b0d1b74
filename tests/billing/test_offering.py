"""What Stripe has to know of ours: prices, and how much is sold."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.authors import PLATFORM
from billing.jobs import settle_due
from billing.jobs.push_usage import push_usage
from billing.models import PlanPrice, StripeEvent, Subscription, UsageRecord
from billing.operations.record_usage import Reading, record_usage
from billing.operations.register_prices import register_prices
from billing.tasks import age, prune, push, reconcile_all, reconcile_one
from kernel.entitlements import Meter
from kernel.errors import Busy
from kernel.schemas import use_public


@pytest.fixture
def bare(db, stripe):
    """A Stripe that knows nothing yet."""
    use_public()
    PlanPrice.objects.update(stripe_price_id=None)
    return stripe


def test_every_price_is_made_once(bare):
    prices = PlanPrice.objects.count()
    assert register_prices() == prices
    assert register_prices() == 0
    assert len(bare.world.every("price")) == prices
    assert len(bare.world.every("product")) == 3
    assert len(bare.world.every("billing.meter")) == 1


def test_a_price_made_elsewhere_is_found_by_its_key(bare):
    register_prices()
    before = dict(PlanPrice.objects.values_list("pk", "stripe_price_id"))
    PlanPrice.objects.update(stripe_price_id=None)
    register_prices()
    assert dict(PlanPrice.objects.values_list("pk", "stripe_price_id")) == before


def test_the_command_says_what_it_did_and_why_not(bare, settings):
    said = StringIO()
    call_command("register_prices", stdout=said)
    assert "18 were new to us" in said.getvalue()
    settings.STRIPE_API_KEY = ""
    with pytest.raises(CommandError, match="Payments are not set up"):
        call_command("register_prices")


def read(shop, used):
    reading = Reading(Meter.SALES, used, "2026-11")
    record_usage(actor=PLATFORM, tenant_id=shop.tenant_id, readings=(reading,), now=shop.now)


class TestUsage:
    @pytest.fixture
    def paid(self, shop):
        shop.pass_days(20)
        shop.check_out()
        return shop

    def counted(self, shop):
        return sum(int(event["payload"]["value"]) for event in shop.stripe.world.every("billing.meter_event"))

    def test_is_told_as_it_grows_and_once(self, paid):
        read(paid, 10)
        assert push_usage(now=paid.now) == 1
        assert push_usage(now=paid.now) == 0
        read(paid, 25)
        push()
        assert self.counted(paid) == 25

    def test_told_twice_it_counts_once(self, paid):
        read(paid, 10)
        push_usage(now=paid.now)
        UsageRecord.objects.update(pushed_at=None)
        assert push_usage(now=paid.now) == 1
        assert self.counted(paid) == 10
        assert UsageRecord.objects.get(tenant_id=paid.tenant_id).pushed_at

    def test_of_long_ago_is_not_told(self, paid):
        read(paid, 10)
        assert push_usage(now=paid.now + timedelta(days=35)) == 0

    def test_waits_while_stripe_is_gone(self, paid, settings):
        base, settings.STRIPE_API_BASE = settings.STRIPE_API_BASE, "http://127.0.0.1:9"
        read(paid, 10)
        assert push_usage(now=paid.now) == 0
        settings.STRIPE_API_BASE = base
        assert push_usage(now=paid.now) == 1

    def test_of_who_has_no_customer_is_kept_here(self, shop):
        read(shop, 10)
        assert push_usage(now=shop.now) == 0
        assert UsageRecord.objects.get(tenant_id=shop.tenant_id).pushed_at is None


def test_at_night_one_that_fails_keeps_no_other_from_it(new_life, monkeypatch):
    first, second = new_life(), new_life()
    second.stripe.check_out(second.checkout_url())
    sent = []
    monkeypatch.setattr("billing.tasks.reconcile_one.delay", lambda **arguments: sent.append(arguments))
    Subscription.objects.filter(tenant_id=first.tenant_id).update(stripe_customer_id="cus_other")
    reconcile_all()
    assert sent == [{"tenant_id": first.tenant_id}, {"tenant_id": second.tenant_id}]
    reconcile_one(tenant_id=second.tenant_id)
    assert second.subscription.plan.code == "starter"


def test_every_minute_time_does_its_part(shop):
    shop.subscription.__class__.objects.filter(tenant_id=shop.tenant_id).update(trial_ends_at=shop.opened_at)
    age()
    assert shop.state == "read_only"


def test_one_that_fails_keeps_no_other_from_its_time(new_life, monkeypatch):
    first, second = new_life(), new_life()
    Subscription.objects.update(trial_ends_at=first.opened_at)
    real = settle_due.settle_subscription

    def settle(*, tenant_id, **more):
        if tenant_id == first.tenant_id:
            raise Busy
        real(tenant_id=tenant_id, **more)

    monkeypatch.setattr(settle_due, "settle_subscription", settle)
    age()
    assert (first.state, second.state) == ("trial", "read_only")


def test_what_is_old_is_forgotten(shop):
    shop.pass_days(20)
    shop.check_out()
    read(shop, 10)
    StripeEvent.objects.update(done_at=timezone.now() - timedelta(days=91))
    StripeEvent.objects.filter(pk=StripeEvent.objects.latest("pk").pk).update(done_at=None)
    UsageRecord.objects.all().delete()
    read(shop, 11)
    prune()
    assert StripeEvent.objects.count() == 1
    assert UsageRecord.objects.count() == 1
