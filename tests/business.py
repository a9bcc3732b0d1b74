"""A business for tests: signed up for real, with a person of each role and two outlets."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django_tenants.utils import schema_context
from guardian.shortcuts import assign_perm

from company.models import Outlet
from kernel.permissions import Role
from localdev.owning import as_owner
from people.models import User
from tenants.life.models import Tenant
from tenants.life.operations.sign_up import SignUp, sign_up

PASSWORD = "a long enough password"


@dataclass(frozen=True, slots=True)
class BusinessUnderTest:
    """Ids, because the rows are looked up afresh by each test."""

    tenant: Tenant
    host: str
    people: dict[Role, int]
    outlets: tuple[int, int]
    """The one where manager and staff work, and one where they don't."""


def open_test_business(subdomain: str) -> BusinessUnderTest:
    """Commits."""
    now = datetime.now(UTC)
    signed_up = sign_up(
        command=SignUp(
            business_name=subdomain.title(),
            subdomain=subdomain,
            owner_name="Olive Owner",
            email="owner@example.com",
            password=PASSWORD,
        ),
        now=now,
    )
    connection.set_schema_to_public()
    tenant = Tenant.objects.get(domains__domain=signed_up.host)
    with schema_context(tenant.schema_name), transaction.atomic():
        owner = User.objects.get(email="owner@example.com")
        team: dict[Role, User] = {role: _teammate(role) for role in Role if role != Role.OWNER}
        outlet = Outlet.objects.get()
        other = Outlet.objects.create(name="Other", code="OT", timezone=outlet.timezone, created_at=now)
        for role in (Role.MANAGER, Role.STAFF):
            assign_perm("work_at", team[role], outlet)
        people = {role: person.pk for role, person in {Role.OWNER: owner, **team}.items()}
        return BusinessUnderTest(tenant, signed_up.host, people, (outlet.pk, other.pk))


def _teammate(role: Role) -> User:
    return User.objects.create_user(f"{role}@example.com", PASSWORD, name=f"{role.title()} Person", role=role)


def remove_test_business(business: BusinessUnderTest) -> None:
    """Its schema and its rows, as if it had never been."""
    connection.set_schema_to_public()
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(business.tenant.schema_name)} CASCADE")
        Tenant.objects.filter(pk=business.tenant.pk).delete()
