"""What tests stand on: a business that was signed up as people do it, its five roles, clients for its host.

`tenant` puts the connection into the business's schema and rolls everything back afterwards. A test marked
`committed` really commits: it gets a business of its own, whose schema is dropped at its end, so that threads can
race in it and append-only tables need no cleaning.

Everything runs as the application's role. What only the owner may do is done inside `as_owner()`; a test marked `owner`
is one of what runs where the owner's address is known, and connects as the owner from its beginning to its end.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker
from rest_framework.test import APIClient

from company.queries import OutletInfo
from company.scope import scope_of
from kernel.permissions import Role
from localdev.owning import as_owner
from people.models import User
from standins.stripe import FakeStripe
from tenants.life.models import Tenant
from tenants.schemas.jobs.refill_pool import refill_pool
from tenants.schemas.operations.build_template import build_template
from tenants.schemas.queries.pool import spare_schemas
from tenants.upgrades.operations.migrate_public import migrate_public
from tests import documented
from tests.business import BusinessUnderTest, open_test_business, remove_test_business
from tests.paying import Shop, fake_stripe, pay_for

# How long one example takes says nothing on a busy machine.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
_AS_OWNER = pytest.StashKey[ExitStack]()


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Quick passwords, mails in memory, files in a place of their own, no limits for the one address that all tests
    call from, and a Redis database for each worker: they share host names. Each test client builds the middlewares
    anew, and WhiteNoise would read every static file for each of them: browsers get theirs from the live server.
    """
    url = settings.REDIS_URL and f"{settings.REDIS_URL.rpartition('/')[0]}/{int(_WORKER[2:]) + 1}"
    caches = {alias: {**cache, **({"LOCATION": url} if url else {})} for alias, cache in settings.CACHES.items()}
    with override_settings(
        CACHES=caches,
        REDIS_URL=url,
        REDIS_TIMEOUT=5.0,  # this machine may be busy, and what is cached is part of what is tested
        ADDRESS_LIMITS={},
        WHITENOISE_USE_FINDERS=False,
        MEDIA_ROOT=str(tmp_path_factory.mktemp("files")),
        DOMAIN_LOOKUP="tests.dns.lookup",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database for this worker, its public schema migrated. (Made for every run, whichever fixtures it asks for.)"""
    with django_db_blocker.unblock():
        with as_owner():
            made = setup_databases(verbosity=0, interactive=False, aliases=["default"])  # type: ignore[arg-type] # the stubs ask for what is only iterated
            migrate_public()
            build_template()
        # The first test may be one that is the owner's, on a copy of what was set before.
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"]
        yield
        connection.close()
        with as_owner():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def asked_for_spares() -> Iterator[None]:
    """A sign-up that finds no spare schema has one made at once, as the worker on the queue `schemas` does."""

    def refill() -> None:
        with as_owner():
            refill_pool(size=spare_schemas() + 1)

    def ask() -> None:
        worker = threading.Thread(target=refill)
        worker.start()
        worker.join()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tenants.life.operations.sign_up.ask_for_spares", ask)
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture begins a transaction."""
    if item.get_closest_marker("owner"):
        item.stash[_AS_OWNER] = stack = ExitStack()
        stack.enter_context(as_owner())


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    if stack := item.stash.get(_AS_OWNER, None):
        stack.close()


@pytest.fixture(scope="session")
def shared_business(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> BusinessUnderTest:
    """The business that tests which roll back share."""
    with django_db_blocker.unblock():
        return open_test_business("acme")


@pytest.fixture
def business_under_test(
    request: pytest.FixtureRequest, shared_business: BusinessUnderTest, django_db_blocker: DjangoDbBlocker
) -> Iterator[BusinessUnderTest]:
    # The shared one is asked for above, so that it is there before any test's transaction begins.
    if not request.node.get_closest_marker("committed"):
        request.getfixturevalue("db")
        connection.set_tenant(shared_business.tenant)
        yield shared_business
        return
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        own = open_test_business(f"{_WORKER}-own")
        try:
            connection.set_tenant(own.tenant)
            yield own
        finally:
            remove_test_business(own)


@pytest.fixture
def stripe() -> Iterator[FakeStripe]:
    """A stand-in for Stripe of the test's own, which the settings point to."""
    with fake_stripe() as running:
        yield running


@pytest.fixture
def paying(tenant: Tenant, stripe: FakeStripe) -> Shop:
    """The business has a paid subscription."""
    return pay_for(tenant, stripe)


@pytest.fixture
def tenant(business_under_test: BusinessUnderTest) -> Tenant:
    return business_under_test.tenant


@pytest.fixture
def host(business_under_test: BusinessUnderTest) -> str:
    return business_under_test.host


def _person(business: BusinessUnderTest, role: Role) -> User:
    return User.objects.get(pk=business.people[role])


@pytest.fixture
def owner(business_under_test: BusinessUnderTest) -> User:
    return _person(business_under_test, Role.OWNER)


@pytest.fixture
def manager(business_under_test: BusinessUnderTest) -> User:
    """Works at `outlet`, not at `other_outlet`."""
    return _person(business_under_test, Role.MANAGER)


@pytest.fixture
def accountant(business_under_test: BusinessUnderTest) -> User:
    return _person(business_under_test, Role.ACCOUNTANT)


@pytest.fixture
def staff(business_under_test: BusinessUnderTest) -> User:
    """Works at `outlet`, not at `other_outlet`."""
    return _person(business_under_test, Role.STAFF)


@pytest.fixture
def auditor(business_under_test: BusinessUnderTest) -> User:
    return _person(business_under_test, Role.AUDITOR)


@pytest.fixture
def outlet(business_under_test: BusinessUnderTest, owner: User) -> OutletInfo:
    return scope_of(owner).outlet(business_under_test.outlets[0])


@pytest.fixture
def other_outlet(business_under_test: BusinessUnderTest, owner: User) -> OutletInfo:
    return scope_of(owner).outlet(business_under_test.outlets[1])


class _InPlace:
    """A client after whose request the connection is where the test left it, and which believes what is documented."""

    def request(self, **environ: Any) -> Any:
        before = connection.tenant
        try:
            answer = super().request(**environ)  # type: ignore[misc]
        finally:
            if connection.schema_name != before.schema_name:
                connection.set_tenant(before)
        documented.check(answer)
        return answer


class HostClient(_InPlace, Client):
    pass


class HostAPIClient(_InPlace, APIClient):
    pass


@pytest.fixture
def client_for(host: str) -> Callable[[User | None], Client]:
    """A browser at the business's host, signed in as somebody (or nobody)."""

    def client(user: User | None = None) -> Client:
        browser = HostClient(headers={"host": host})
        if user:
            browser.force_login(user)
        return browser

    return client


@pytest.fixture
def api_for(host: str) -> Callable[[User | None], APIClient]:
    """An API client at the business's host, signed in as somebody (or nobody)."""

    def client(user: User | None = None) -> APIClient:
        caller = HostAPIClient(headers={"host": host})
        if user:
            caller.force_login(user)
        return caller

    return client


@pytest.fixture
def post(api_for: Callable[[User | None], APIClient]) -> Callable[..., Any]:
    """POST JSON as somebody: post(user, path, body, key=…)."""

    def send(user: User | None, path: str, body: object, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key is not None else {}
        return api_for(user).post(f"/api/v1/{path}", body, format="json", headers=headers)

    return send


@pytest.fixture
def public_client(db: None) -> Client:
    """A browser at the public host, signed in as nobody."""
    return HostClient(headers={"host": settings.BASE_DOMAIN})
