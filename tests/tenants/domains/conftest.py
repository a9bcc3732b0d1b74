"""Two businesses, and a DNS of the tests' own."""

import pytest
from django.core.cache import caches

from kernel.schemas import use_public
from tenants.life.models import Tenant
from tests import dns
from tests.installation import open_shop


@pytest.fixture(autouse=True)
def own_dns(settings):
    settings.DOMAIN_LOOKUP = "tests.dns.lookup"
    dns.reset()
    caches["shared"].clear()
    yield
    caches["shared"].clear()


@pytest.fixture
def shops(committing):
    """Two businesses of their own, on the public schema."""
    open_shop("shop-a")
    open_shop("shop-b")
    use_public()
    return tuple(Tenant.objects.get(domains__domain=f"shop-{letter}.localhost") for letter in "ab")
