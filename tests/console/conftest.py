import pytest

from kernel.schemas import use_public
from people.models import User
from tests.console.entry import enter_console


@pytest.fixture
def operator(tenant) -> User:
    use_public()
    return User.objects.create_superuser("op@counterfoil.test", "a long enough password", name="Op")


@pytest.fixture
def console(operator, public_client):
    return enter_console(public_client, operator)
