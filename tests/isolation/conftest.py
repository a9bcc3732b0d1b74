"""Two businesses of the same make: a person has the same id in both."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from kernel.schemas import in_schema, use_public
from people.models import User
from tests.business import BusinessUnderTest
from tests.conftest import HostClient
from tests.installation import open_shop, schema_of, tidy


@dataclass(frozen=True, slots=True)
class Shop:
    """One of the two."""

    host: str
    schema: str
    owner: int

    def browser(self, *, signed_in: bool = False) -> Client:
        """A browser at this shop's host."""
        browser = HostClient(headers={"host": self.host})
        if signed_in:
            with in_schema(self.schema):
                browser.force_login(
                    User.objects.get(pk=self.owner), backend="allauth.account.auth_backends.AuthenticationBackend"
                )
        return browser


@pytest.fixture
def shops(shared_business: BusinessUnderTest, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Shop, Shop]]:
    """A and B, committed, with owners of the same id, e-mail address and password."""
    with django_db_blocker.unblock(), tidy():
        yield _shop("shop-a"), _shop("shop-b")


def _shop(name: str) -> Shop:
    host = open_shop(name, business_name=name).host
    schema = schema_of(host)
    with in_schema(schema):
        owner = User.objects.get().pk
    use_public()
    return Shop(host, schema, owner)
