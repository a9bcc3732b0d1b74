"""What plans allow: kernel.entitlements names it, the first rows are billing.rules.offer's, then the rows are the truth."""

from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from billing.models import Plan, PlanPrice, QuotaNotice, UsageRecord
from billing.queries.entitlements import has_feature
from billing.rules.offer import PLANS
from kernel.entitlements import Feature, Meter
from tests.installation import NOW


def test_the_rows_are_what_is_offered(db):
    for plan, offer in zip(Plan.objects.order_by("position"), PLANS, strict=True):
        assert (plan.code, plan.name, plan.summary) == (offer.code, offer.name, offer.summary)
        assert plan.limits == {meter.value: limit for meter, limit in offer.limits.items()}
        assert plan.features == sorted(offer.features)
        prices = PlanPrice.objects.filter(plan=plan).values_list("currency", "interval", "amount")
        expected = {(currency, "month", amount * 100) for currency, amount in offer.prices.items()}
        assert set(prices) == expected | {(code, "year", amount * 1000) for code, amount in offer.prices.items()}


@pytest.mark.parametrize("offer", PLANS, ids=lambda offer: offer.code)
def test_a_plan_says_something_of_every_meter(offer):
    assert set(offer.limits) == set(Meter)


def test_a_dearer_plan_has_all_that_a_cheaper_one_has():
    for cheaper, dearer in pairwise(PLANS):
        assert cheaper.features <= dearer.features
        for meter in Meter:
            more, less = dearer.limits[meter], cheaper.limits[meter]
            assert more is None or (less is not None and more >= less), meter
    assert PLANS[-1].features == set(Feature)


@pytest.mark.owner
@pytest.mark.parametrize(
    "wrong",
    [
        {"features": ["api", "teleport"]},
        {"limits": {meter.value: 1 for meter in Meter if meter is not Meter.SALES}},
    ],
)
def test_the_database_knows_the_same_words(db, wrong):
    with pytest.raises(IntegrityError, match=r"billing_plan_(features_known|limits_every_meter)"), transaction.atomic():
        Plan.objects.filter(code="growth").update(**wrong)


@pytest.mark.parametrize("model", [UsageRecord, QuotaNotice])
def test_nothing_is_metered_that_no_plan_limits(shop, model):
    numbers = {"added": 1, "read_at": NOW} if model is UsageRecord else {"threshold": 80, "allowed": 1, "given_at": NOW}
    with pytest.raises(IntegrityError, match="meter_known"), transaction.atomic():
        model.objects.create(tenant_id=shop.tenant_id, meter="teleports", used=1, **numbers)


def test_a_new_word_needs_a_migration(db):
    call_command("makemigrations", "billing", check=True, dry_run=True, verbosity=0)


def test_a_business_has_a_feature_by_its_present_plan(shop):
    assert has_feature(shop.tenant_id, Feature.WEBHOOKS)
    assert not has_feature(shop.tenant_id, Feature.PRIORITY_SUPPORT)
    assert not has_feature(0, Feature.API)
