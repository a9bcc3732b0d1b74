"""A subscription's life from the first click to the last, as Stripe tells it and as time goes by."""

from datetime import timedelta

import pytest

from audit.authors import PLATFORM
from billing.errors import AlreadySubscribed, NoSuchPlan, NotSubscribed, PaymentDue, PaymentRefused
from billing.gateway import delete_customer
from billing.models import Plan, PlanPrice
from billing.operations.cancel_subscription import cancel_subscription
from billing.operations.change_plan import ChangePlan, change_plan, plan_change
from billing.operations.choose_free_plan import choose_free_plan
from billing.operations.keep_subscription import keep_subscription
from billing.operations.open_portal import open_portal
from billing.operations.reconcile import reconcile
from billing.operations.settle_subscription import settle_subscription
from billing.operations.use_promotion_code import use_promotion_code
from billing.queries.due import due_tenants
from billing.queries.plans import subscription_info
from kernel.errors import Conflict
from people.models import User
from tenants.life.operations.suspend_business import suspend_business
from tests.authors import OLIVE


def as_owner(shop, operation, **more):
    return operation(actor=OLIVE, tenant_id=shop.tenant_id, now=shop.now, **more)


def grow_older(shop):
    """What the clock's task does."""
    for tenant_id in due_tenants(shop.now):
        settle_subscription(actor=PLATFORM, tenant_id=tenant_id, now=shop.now)


def test_a_trial_needs_no_card_and_ends_in_reading(shop):
    assert (shop.state, shop.subscription.plan.code, shop.subscription.status) == ("trial", "growth", "trialing")
    shop.pass_days(13)
    grow_older(shop)
    assert shop.state == "trial"
    shop.pass_days(1)
    grow_older(shop)
    assert shop.state == "read_only"
    shop.pass_days(30)
    grow_older(shop)
    assert shop.state == "export_open"


def test_who_pays_during_the_trial_is_charged_at_its_end(shop):
    shop.pass_days(4)
    shop.check_out("starter")
    assert (shop.state, shop.subscription.plan.code, shop.subscription.status) == ("trial", "starter", "trialing")
    shop.pass_days(10)
    assert (shop.state, shop.subscription.status) == ("active", "active")
    [last] = shop.subscription.invoices.order_by("-issued_at")[:1]
    assert (last.status, last.amount_paid, last.currency) == ("paid", 999_00, "INR")


def test_a_trial_that_is_paid_for_goes_on_until_stripe_has_told_of_its_end(shop):
    shop.check_out("starter")
    shop.stripe.clock.advance(days=14)
    grow_older(shop)
    assert shop.state == "trial"
    shop.stripe.clock.advance(days=1)
    grow_older(shop)
    assert shop.state == "read_only"
    shop.hear()
    assert shop.state == "active"


def test_who_pays_after_the_trial_is_active_at_once(shop):
    shop.pass_days(20)
    grow_older(shop)
    assert shop.state == "read_only"
    shop.check_out("growth", "year")
    assert (shop.state, shop.subscription.plan.code) == ("active", "growth")
    assert shop.subscription.invoices.get().total == 29_990_00


def test_a_second_checkout_is_refused(shop):
    shop.check_out()
    with pytest.raises(AlreadySubscribed):
        shop.checkout_url()


def test_of_two_checkout_pages_only_the_last_can_be_paid(shop):
    first, second = shop.checkout_url("starter"), shop.checkout_url("growth")
    with pytest.raises(ValueError, match="ended"):
        shop.stripe.check_out(first)
    shop.stripe.check_out(second)
    shop.hear()
    assert shop.subscription.plan.code == "growth"
    assert len(shop.stripe.world.every("subscription")) == 1


def test_a_declined_card_leaves_the_trial_as_it_was(shop):
    before = shop.facts()
    url = shop.checkout_url()
    with pytest.raises(ValueError, match="declined"):
        shop.stripe.check_out(url, number="4000000000000002")
    shop.hear()
    assert shop.state == "trial"
    assert shop.facts().status == before.status


class TestChangingThePlan:
    @pytest.fixture
    def paying(self, shop):
        shop.pass_days(20)
        grow_older(shop)
        shop.check_out("starter")
        shop.pass_days(10)
        return shop

    def test_more_is_had_at_once_for_the_price_that_was_shown(self, paying):
        planned = plan_change(tenant_id=paying.tenant_id, price_id=paying.price("growth"), now=paying.now)
        assert planned.at_once
        due = planned.preview.due_now
        assert 0 < due < 2_999_00 - 999_00
        as_owner(paying, change_plan, command=ChangePlan(paying.price("growth"), planned.preview.prorated_at))
        assert paying.subscription.plan.code == "growth"
        newest = paying.subscription.invoices.order_by("-issued_at", "-pk").first()
        assert (newest.status, newest.amount_paid) == ("paid", due)

    @pytest.mark.parametrize("shift", [timedelta(days=20), timedelta(minutes=1), -timedelta(days=5)])
    def test_the_day_that_is_charged_from_is_not_the_callers_to_choose(self, paying, shift):
        fair = plan_change(tenant_id=paying.tenant_id, price_id=paying.price("growth"), now=paying.now).preview.due_now
        wished = int((paying.now + shift).timestamp())
        as_owner(paying, change_plan, command=ChangePlan(paying.price("growth"), wished))
        newest = paying.subscription.invoices.order_by("-issued_at", "-pk").first()
        assert abs(newest.amount_paid - fair) <= 1

    def test_a_card_that_fails_leaves_everything_as_it_was(self, paying):
        paying.portal("card", number="4000000000000341")
        before = paying.facts()
        with pytest.raises(PaymentRefused):
            as_owner(paying, change_plan, command=ChangePlan(paying.price("growth")))
        paying.hear()
        after = paying.facts()
        assert (after.plan, after.status, after.state) == (before.plan, "active", "active")

    def test_a_refused_upgrade_leaves_a_planned_downgrade_as_it_was(self, paying):
        as_owner(paying, change_plan, command=ChangePlan(paying.price("growth")))
        as_owner(paying, change_plan, command=ChangePlan(paying.price("starter")))
        paying.portal("card", number="4000000000000341")
        with pytest.raises(PaymentRefused):
            as_owner(paying, change_plan, command=ChangePlan(paying.price("enterprise")))
        paying.hear()
        assert (paying.subscription.plan.code, paying.subscription.next_plan.code) == ("growth", "starter")

    def test_nothing_is_changed_while_something_is_owed(self, paying):
        as_owner(paying, change_plan, command=ChangePlan(paying.price("growth", "year")))
        paying.portal("card", number="4000000000000341")
        paying.pass_days(366)
        assert paying.subscription.status == "past_due"
        for attempt in (
            lambda: as_owner(paying, change_plan, command=ChangePlan(paying.price("enterprise"))),
            lambda: plan_change(tenant_id=paying.tenant_id, price_id=paying.price("enterprise"), now=paying.now),
        ):
            with pytest.raises(PaymentDue):
                attempt()

    def test_who_no_longer_pays_has_the_free_plan_at_once(self, paying):
        as_owner(paying, change_plan, command=ChangePlan(paying.price("growth", "year")))
        paying.portal("card", number="4000000000000341")
        paying.pass_days(366 + 16)
        assert paying.subscription.status == "unpaid"
        as_owner(paying, choose_free_plan, code="free")
        one = paying.subscription
        assert (one.plan.code, one.status, paying.state) == ("free", "active", "active")

    def test_who_was_deleted_at_stripe_can_subscribe_again(self, paying):
        delete_customer(paying.subscription.stripe_customer_id)
        paying.hear()
        assert paying.state == "read_only"
        paying.check_out("growth")
        assert (paying.subscription.plan.code, paying.state) == ("growth", "active")

    def test_less_is_had_when_what_was_paid_for_is_used_up(self, paying):
        as_owner(paying, change_plan, command=ChangePlan(paying.price("growth")))
        planned = plan_change(tenant_id=paying.tenant_id, price_id=paying.price("starter"), now=paying.now)
        assert (planned.at_once, planned.preview) == (False, None)
        as_owner(paying, change_plan, command=ChangePlan(paying.price("starter")))
        assert (paying.subscription.plan.code, paying.subscription.next_plan.code) == ("growth", "starter")
        paying.pass_days(31)
        assert (paying.subscription.plan.code, paying.subscription.next_plan) == ("starter", None)
        assert paying.subscription.invoices.order_by("-issued_at", "-pk").first().total == 999_00

    def test_a_planned_change_is_taken_back(self, paying):
        as_owner(paying, change_plan, command=ChangePlan(paying.price("growth")))
        as_owner(paying, change_plan, command=ChangePlan(paying.price("starter")))
        as_owner(paying, keep_subscription)
        assert paying.subscription.next_plan is None
        paying.pass_days(31)
        assert paying.subscription.plan.code == "growth"

    def test_the_same_plan_or_another_currency_is_no_change(self, paying):
        with pytest.raises(Conflict, match="already"):
            as_owner(paying, change_plan, command=ChangePlan(paying.price("starter")))
        with pytest.raises(Conflict, match="currency"):
            as_owner(paying, change_plan, command=ChangePlan(paying.price("growth", currency="EUR")))

    def test_from_months_to_years_at_once(self, paying):
        as_owner(paying, change_plan, command=ChangePlan(paying.price("starter", "year")))
        assert paying.subscription.price.interval == "year"

    def test_the_free_plan_follows_what_was_paid_for(self, paying):
        as_owner(paying, choose_free_plan, code="free")
        assert (paying.subscription.plan.code, paying.subscription.next_plan.code) == ("starter", "free")
        paying.pass_days(31)
        one = paying.subscription
        assert (one.plan.code, one.status, one.stripe_subscription_id) == ("free", "active", "")
        assert paying.state == "active"

    def test_from_free_back_to_paying(self, paying):
        as_owner(paying, choose_free_plan, code="free")
        paying.pass_days(31)
        paying.check_out("growth")
        assert (paying.subscription.plan.code, paying.state) == ("growth", "active")

    def test_cancelling_keeps_the_paid_time_then_reading_then_the_export(self, paying):
        as_owner(paying, cancel_subscription)
        assert paying.subscription.cancel_at_period_end
        assert paying.state == "active"
        paying.pass_days(31)
        assert (paying.subscription.status, paying.state) == ("canceled", "read_only")
        paying.pass_days(30)
        grow_older(paying)
        assert paying.state == "export_open"
        paying.check_out("starter")
        assert paying.state == "active"

    def test_a_cancellation_is_taken_back(self, paying):
        as_owner(paying, cancel_subscription)
        as_owner(paying, keep_subscription)
        paying.pass_days(31)
        assert (paying.subscription.status, paying.state) == ("active", "active")

    def test_a_payment_that_fails(self, paying):
        """Dunning, then reading, and back by paying the invoice."""
        paying.portal("card", number="4000000000000341")
        paying.pass_days(21)
        assert (paying.subscription.status, paying.state) == ("past_due", "past_due")
        assert subscription_info(paying.tenant_id).is_changeable
        paying.pass_days(15)
        grow_older(paying)
        assert (paying.subscription.status, paying.state) == ("unpaid", "read_only")
        assert not subscription_info(paying.tenant_id).is_changeable
        paying.portal("card", number="4242424242424242")
        for invoice in paying.stripe.world.every("invoice", status="open"):
            paying.portal("pay", invoice=invoice["id"])
        assert (paying.subscription.status, paying.state) == ("active", "active")

    def test_who_was_suspended_for_not_paying_comes_back_with_a_fresh_subscription(self, paying):
        paying.portal("card", number="4000000000000341")
        paying.pass_days(21)
        paying.pass_days(32)
        grow_older(paying)
        assert (paying.subscription.status, paying.state) == ("unpaid", "export_open")
        url = paying.checkout_url("starter")
        grow_older(paying)
        assert (paying.subscription.status, paying.state) == ("canceled", "export_open")
        paying.stripe.check_out(url)
        paying.hear()
        assert (paying.subscription.status, paying.state) == ("active", "active")

    def test_stripe_leaves_it_past_due_and_our_grace_ends(self, paying):
        paying.stripe.world.after_dunning = "past_due"
        paying.portal("card", number="4000000000000341")
        paying.pass_days(21)
        paying.pass_days(20)
        grow_older(paying)
        assert (paying.subscription.status, paying.state) == ("past_due", "past_due")
        paying.pass_days(1)
        grow_older(paying)
        assert (paying.subscription.status, paying.state) == ("past_due", "read_only")

    def test_an_operators_hold_is_not_lifted_by_a_payment(self, paying):
        operator = User.objects.create_superuser("op@counterfoil.test", name="Op")
        suspend_business(actor=operator, tenant_id=paying.tenant_id, now=paying.now)
        paying.pass_days(31)
        assert (paying.subscription.status, paying.state) == ("active", "suspended")


def test_a_code_from_the_checkout_page_shows(shop):
    shop.promotion("WELCOME")
    shop.pass_days(20)
    shop.check_out(promotion_code="WELCOME")
    assert shop.subscription.coupon == "Half price"
    assert shop.subscription.invoices.get().total == 499_50


def test_a_code_for_what_is_still_to_be_paid(shop):
    shop.pass_days(20)
    shop.check_out()
    with pytest.raises(PaymentRefused, match="no such code"):
        as_owner(shop, use_promotion_code, code="NOPE")
    shop.promotion("STAY")
    as_owner(shop, use_promotion_code, code="STAY")
    shop.pass_days(31)
    assert shop.subscription.invoices.order_by("-issued_at").first().total == 499_50


def test_a_tax_number_given_in_the_portal_is_on_the_customer(shop):
    shop.check_out()
    shop.portal("tax_id", tax_kind="in_gst", tax_id="27AAPFU0939F1ZV")
    assert shop.stripe.world.every("tax_id")[0]["value"] == "27AAPFU0939F1ZV"


def test_what_needs_a_paid_subscription_says_so(shop):
    for operation, more in (
        (cancel_subscription, {}),
        (keep_subscription, {}),
        (open_portal, {"host": "shop.localhost"}),
        (change_plan, {"command": ChangePlan(shop.price())}),
        (use_promotion_code, {"code": "X"}),
    ):
        with pytest.raises(NotSubscribed):
            as_owner(shop, operation, **more)


@pytest.mark.owner
def test_a_retired_plan_is_kept_by_who_has_it_and_offered_to_nobody(shop):
    shop.pass_days(20)
    shop.check_out("starter")
    Plan.objects.filter(code="starter").update(retired_at=shop.now)
    shop.pass_days(31)
    assert (shop.subscription.plan.code, shop.state) == ("starter", "active")
    with pytest.raises(NoSuchPlan):
        as_owner(shop, change_plan, command=ChangePlan(shop.price("starter", "year")))


def test_a_price_that_stripe_does_not_know_is_not_offered(shop):
    price_id = shop.price("growth")
    PlanPrice.objects.filter(pk=price_id).update(stripe_price_id=None)
    with pytest.raises(NoSuchPlan):
        shop.checkout_url("growth")


def test_what_webhooks_missed_is_found_at_night(shop):
    shop.stripe.check_out(shop.checkout_url())
    assert shop.subscription.stripe_subscription_id == ""
    assert reconcile(actor=PLATFORM, tenant_id=shop.tenant_id, now=shop.now)
    assert shop.subscription.plan.code == "starter"
    assert not reconcile(actor=PLATFORM, tenant_id=shop.tenant_id, now=shop.now + timedelta(hours=1))
