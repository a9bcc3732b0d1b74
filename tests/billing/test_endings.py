"""When a business closes, stays after all, or is gone; and what its owners are told on the way."""

from datetime import timedelta

import pytest
from django.core import mail

from audit.authors import PLATFORM
from audit.models import OutboxEvent
from billing.handlers.end_with_business import when_closing, when_closing_cancelled, when_purged
from billing.handlers.notify_owners import notify_of_access
from billing.models import Invoice, StripeEvent, Subscription
from billing.operations import start_checkout
from billing.operations.reconcile import reconcile
from billing.operations.settle_subscription import settle_subscription
from billing.queries.due import due_tenants
from kernel.errors import Conflict
from kernel.schemas import PUBLIC, in_schema
from people.models import User
from tenants.life.models import Tenant
from tenants.life.operations.cancel_closing import cancel_closing
from tenants.life.operations.close_business import close_business
from tests.installation import NOW


@pytest.fixture
def operator(shop):
    return User.objects.create_superuser("op@counterfoil.test", name="Op")


@pytest.fixture
def paid(shop):
    shop.pass_days(20)
    shop.check_out("starter")
    return shop


def test_closing_ends_the_charges_at_once_and_keeps_the_state(paid, operator):
    close_business(actor=operator, tenant_id=paid.tenant_id, now=paid.now)
    when_closing(tenant_id=paid.tenant_id)
    paid.hear()
    assert (paid.subscription.status, paid.state) == ("canceled", "closing")
    paid.pass_days(40)
    assert paid.stripe.world.every("invoice", status="open") == []
    settle_subscription(actor=PLATFORM, tenant_id=paid.tenant_id, now=paid.now)
    assert paid.state == "closing"
    when_closing(tenant_id=paid.tenant_id)


def test_who_stays_after_all_can_read_and_pay_again(paid, operator):
    close_business(actor=operator, tenant_id=paid.tenant_id, now=paid.now)
    when_closing(tenant_id=paid.tenant_id)
    cancel_closing(actor=operator, tenant_id=paid.tenant_id, now=paid.now)
    when_closing_cancelled(tenant_id=paid.tenant_id)
    assert paid.state == "read_only"
    paid.check_out("growth")
    assert (paid.state, paid.subscription.plan.code) == ("active", "growth")


def test_a_closing_that_is_heard_of_late_ends_nothing_of_who_stayed(paid, operator):
    close_business(actor=operator, tenant_id=paid.tenant_id, now=paid.now)
    cancel_closing(actor=operator, tenant_id=paid.tenant_id, now=paid.now)
    when_closing(tenant_id=paid.tenant_id)
    when_closing_cancelled(tenant_id=paid.tenant_id)
    assert (paid.subscription.status, paid.state) == ("active", "active")


def test_nothing_can_be_paid_for_a_business_that_closes(shop, operator):
    page = shop.checkout_url()
    close_business(actor=operator, tenant_id=shop.tenant_id, now=shop.now)
    when_closing(tenant_id=shop.tenant_id)
    with pytest.raises(ValueError, match="ended"):
        shop.stripe.check_out(page)
    with pytest.raises(Conflict, match="being closed"):
        shop.checkout_url()


def test_a_business_that_closes_while_stripe_makes_its_page_cannot_pay_on_it(shop, operator, monkeypatch):
    pages, make_page = [], start_checkout.checkout_url

    def overtaken(**arguments):
        pages.append(make_page(**arguments))
        close_business(actor=operator, tenant_id=shop.tenant_id, now=shop.now)
        return pages[0]

    monkeypatch.setattr(start_checkout, "checkout_url", overtaken)
    with pytest.raises(Conflict, match="being closed"):
        shop.checkout_url()
    with pytest.raises(ValueError, match="ended"):
        shop.stripe.check_out(pages[0])


def test_owners_of_a_closing_business_hear_of_nothing_else(tenant, owner):
    with in_schema(PUBLIC):
        Tenant.objects.filter(pk=tenant.pk).update(state="closing", closes_at=NOW)
        notify_of_access(tenant_id=tenant.pk, before="active", after="read_only")
    assert mail.outbox == []


def test_at_night_a_closing_that_stripe_was_not_told_of_is_made_good(paid, operator):
    close_business(actor=operator, tenant_id=paid.tenant_id, now=paid.now)
    assert reconcile(actor=PLATFORM, tenant_id=paid.tenant_id, now=paid.now)
    assert paid.subscription.status == "canceled"


def test_a_closing_business_is_left_alone_by_the_clock(paid, operator):
    close_business(actor=operator, tenant_id=paid.tenant_id, now=paid.now)
    assert paid.tenant_id not in due_tenants(paid.now)


def test_a_trial_that_stays_goes_on(shop, operator):
    close_business(actor=operator, tenant_id=shop.tenant_id, now=shop.now)
    when_closing(tenant_id=shop.tenant_id)
    cancel_closing(actor=operator, tenant_id=shop.tenant_id, now=shop.now)
    when_closing_cancelled(tenant_id=shop.tenant_id)
    assert shop.state == "trial"


def test_stripe_forgets_who_is_gone_and_so_do_we(paid):
    customer = paid.subscription.stripe_customer_id
    when_purged(tenant_id=paid.tenant_id)
    assert paid.stripe.world.objects[customer]["deleted"]
    assert not Subscription.objects.filter(tenant_id=paid.tenant_id).exists()
    assert not Invoice.objects.exists()
    assert not StripeEvent.objects.filter(tenant_id=paid.tenant_id).exists()
    when_purged(tenant_id=paid.tenant_id)
    paid.hear()  # what Stripe tells of it afterwards is about nobody


@pytest.mark.parametrize(
    ("before", "after", "subject"),
    [
        ("active", "past_due", "A payment for Acme failed"),
        ("past_due", "read_only", "Acme can only be read now"),
        ("read_only", "export_open", "Acme is suspended"),
        ("read_only", "active", "Acme works again"),
    ],
)
def test_owners_hear_of_what_changes_for_them(tenant, owner, before, after, subject):
    with in_schema(PUBLIC):
        Subscription.objects.filter(tenant_id=tenant.pk).update(status="past_due", status_since=NOW - timedelta(days=1))
        notify_of_access(tenant_id=tenant.pk, before=before, after=after)
    [message] = mail.outbox
    assert (message.subject, message.to) == (subject, [owner.email])
    assert "/settings/plan/" in message.body


def test_a_paid_trial_is_no_news(tenant):
    with in_schema(PUBLIC):
        notify_of_access(tenant_id=tenant.pk, before="trial", after="active")
    assert mail.outbox == []


def test_a_change_of_access_is_told_once(shop):
    OutboxEvent.objects.all().delete()
    later = shop.now + timedelta(days=15)
    for _ in range(2):
        settle_subscription(actor=PLATFORM, tenant_id=shop.tenant_id, now=later)
    [event] = OutboxEvent.objects.filter(kind="billing.access_changed")
    assert event.payload == {"tenant_id": shop.tenant_id, "before": "trial", "after": "read_only"}
    assert Tenant.objects.get(pk=shop.tenant_id).state == "read_only"
