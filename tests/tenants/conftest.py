from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kernel.schemas import use_public
from tenants.operations.build_template import build_template
from tests.installation import tidy


@pytest.fixture
def public(db: None, template: None) -> None:
    """On the public schema, rolled back afterwards."""
    use_public()


@pytest.fixture
def committing(template: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """On the public schema, with real commits, tidied up afterwards."""
    with django_db_blocker.unblock(), tidy():
        yield


@pytest.fixture(scope="session")
def template(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        build_template()
