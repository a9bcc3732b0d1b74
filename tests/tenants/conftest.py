from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kernel.schemas import use_public
from tests.business import BusinessUnderTest
from tests.installation import tidy


@pytest.fixture
def public(shared_business: BusinessUnderTest, db: None) -> None:
    """On the public schema, rolled back afterwards."""
    use_public()


@pytest.fixture
def committing(shared_business: BusinessUnderTest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """On the public schema, with real commits, tidied up afterwards."""
    with django_db_blocker.unblock(), tidy():
        yield
