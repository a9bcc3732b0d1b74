"""Businesses on the public schema, and a stand-in for Stripe whose clock the test moves."""

import pytest
from django.db import connection

from billing.models import PlanPrice, StripeEvent
from kernel.schemas import use_public
from tests.installation import tidy
from tests.paying import new_shop


@pytest.fixture
def new_life(db, stripe):
    """Makes businesses in their trial, each alone with Stripe."""
    return lambda: new_shop(stripe)


@pytest.fixture
def shop(new_life):
    return new_life()


@pytest.fixture
def committed_shop(django_db_setup, django_db_blocker, stripe):
    """One that really commits; whatever was committed is gone afterwards."""
    with django_db_blocker.unblock(), tidy():
        try:
            yield new_shop(stripe)
        finally:
            connection.close()
            use_public()
            StripeEvent.objects.all().delete()
            PlanPrice.objects.update(stripe_price_id=None)
