from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kernel.schemas import use_public
from localdev.owning import as_owner
from tenants.schemas.jobs.refill_pool import refill_pool
from tenants.schemas.models import SpareSchema
from tests.business import BusinessUnderTest
from tests.installation import tidy


@pytest.fixture
def public(shared_business: BusinessUnderTest, db: None) -> None:
    """On the public schema, rolled back afterwards."""
    use_public()


@pytest.fixture
def empty_pool(shared_business: BusinessUnderTest, django_db_blocker: DjangoDbBlocker) -> None:
    """No spare schema waits. (Those that other tests left keep their schemas, which nobody knows.)"""
    with django_db_blocker.unblock():
        use_public()
        SpareSchema.objects.all().delete()


@pytest.fixture
def spare(empty_pool: None, django_db_blocker: DjangoDbBlocker) -> None:
    """One spare schema waits. Asked for before `public`, which begins a transaction."""
    with django_db_blocker.unblock(), as_owner():
        refill_pool(size=1)


@pytest.fixture
def committing(shared_business: BusinessUnderTest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """On the public schema, with real commits, tidied up afterwards."""
    with django_db_blocker.unblock(), tidy():
        yield
