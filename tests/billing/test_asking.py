"""Stripe is asked while nothing is locked; of two answers the older never replaces the newer."""

import pytest
from django.db import connection

from audit.authors import PLATFORM
from billing import asking
from billing.answers import Overtaken
from billing.asking import ask_and_write
from billing.gateway import client, portal_url
from billing.models import Subscription
from billing.operations.cancel_subscription import cancel_subscription
from billing.operations.change_plan import ChangePlan, change_plan
from billing.operations.choose_free_plan import choose_free_plan
from billing.operations.delete_customer_data import delete_customer_data
from billing.operations.keep_subscription import keep_subscription
from billing.operations.open_portal import open_portal
from billing.operations.receive_event import take_webhook
from billing.operations.reconcile import reconcile
from billing.operations.stop_charging import stop_charging
from billing.operations.use_promotion_code import use_promotion_code
from kernel.errors import Busy, NotFound
from kernel.schemas import use_public
from tenants.life.models import Tenant
from tests.authors import OLIVE
from tests.installation import together


def as_owner(shop, operation, **more):
    return operation(actor=OLIVE, tenant_id=shop.tenant_id, now=shop.now, **more)


def test_no_row_is_held_while_stripe_is_asked(committed_shop, monkeypatch):
    shop, real, held = committed_shop, client.client_for, []

    def watched(key, base):
        held.append(connection.in_atomic_block)
        return real(key, base)

    shop.promotion("HALF")
    monkeypatch.setattr(client, "client_for", watched)
    shop.pass_days(20)
    shop.check_out("starter")
    as_owner(shop, use_promotion_code, code="HALF")
    as_owner(shop, change_plan, command=ChangePlan(shop.price("growth")))
    as_owner(shop, change_plan, command=ChangePlan(shop.price("starter")))
    as_owner(shop, keep_subscription)
    as_owner(shop, cancel_subscription)
    as_owner(shop, choose_free_plan, code="free")
    as_owner(shop, open_portal, host="shop.localhost")
    reconcile(actor=PLATFORM, tenant_id=shop.tenant_id, now=shop.now)
    Tenant.objects.filter(pk=shop.tenant_id).update(state="closing", closes_at=shop.now)
    stop_charging(actor=PLATFORM, tenant_id=shop.tenant_id, now=shop.now)
    assert shop.subscription.status == "active", "the free plan follows"
    delete_customer_data(actor=PLATFORM, tenant_id=shop.tenant_id, now=shop.now)
    assert not Subscription.objects.filter(tenant_id=shop.tenant_id).exists()
    assert len(held) > 20
    assert not any(held)


def test_an_older_answer_never_replaces_a_newer_one(shop, monkeypatch):
    shop.pass_days(20)
    shop.check_out()
    real, asked = asking.ask, []

    def overtaken(tenant_id):
        """The first who asks is slow: before anything is written, the subscription is cancelled and that is heard of."""
        answer = real(tenant_id)
        asked.append(answer.subscription.cancel_at_period_end)
        if len(asked) == 1:
            url = portal_url(customer_id=answer.customer_id, return_url="http://x/")
            shop.stripe.in_portal(url, "cancel", subscription=answer.subscription.id)
            shop.hear()
        return answer

    event = shop.stripe.events()[-1]
    monkeypatch.setattr(asking, "ask", overtaken)
    body, headers = shop.stripe.signed({**event, "id": "evt_slow"})
    take_webhook(body=body, signature=headers["Stripe-Signature"], now=shop.now)
    assert asked[0] is False
    assert asked[-1] is True, "it asked again"
    assert shop.subscription.cancel_at_period_end


def test_who_is_always_overtaken_is_told_to_come_again(shop):
    def never(_answer):
        raise Overtaken

    with pytest.raises(Busy):
        ask_and_write(shop.tenant_id, never)
    with pytest.raises(NotFound):
        ask_and_write(0, never)


def test_two_owners_who_pay_at_once_get_at_most_one_page(committed_shop):
    shop = committed_shop

    def check_out():
        use_public()
        return shop.checkout_url()

    pages = together(*[check_out] * 3)
    assert all(isinstance(page, str) for page in pages), pages
    use_public()
    assert len(shop.stripe.world.every("checkout.session", status="open")) <= 1
    assert len(shop.stripe.world.every("customer")) == 1
