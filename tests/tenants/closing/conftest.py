"""A business that is about to end, and those who end it."""

import pytest

from kernel.schemas import in_schema, use_public
from people.models import User
from tenants.archives.rules.export import documents_of, exports_of
from tenants.archives.steps.delete_files import delete_files
from tenants.life.models import Tenant
from tests.installation import open_shop, schema_of


def _opened(name):
    return Tenant.objects.get(schema_name=schema_of(open_shop(name, business_name=f"{name.title()} Shop").host))


@pytest.fixture
def shop(committing):
    tenant = _opened("closer")
    yield tenant
    for folder in (documents_of(tenant.schema_name), exports_of(tenant.schema_name)):
        delete_files(folder)


@pytest.fixture
def neighbour(shop):
    return _opened("neighbour")


@pytest.fixture
def owner(shop):
    with in_schema(shop.schema_name):
        return User.objects.get()


@pytest.fixture
def operator(shop):
    use_public()
    # Who has done something stays in the trail for good.
    found, _made = User.objects.get_or_create(
        email="closing@counterfoil.test", defaults={"name": "Op", "is_staff": True}
    )
    return found
