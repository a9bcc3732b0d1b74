"""The fixtures that every other test stands on do what they say."""

import pytest
from django.db import connection

from company.models import Outlet
from company.queries import outlets_for
from tenants.life.models import Tenant


def _path():
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        return cursor.fetchone()[0]


def test_a_test_runs_in_the_tenant_schema_without_public(tenant):
    assert _path() == f"{tenant.schema_name}, extensions"


@pytest.mark.parametrize("again", [1, 2])
def test_what_a_test_writes_is_rolled_back(tenant, outlet, again):
    Outlet.objects.filter(pk=outlet.id).update(name="Renamed")
    assert outlet.name == "Main"


def test_manager_and_staff_work_at_one_outlet_the_others_at_both(
    owner, manager, accountant, staff, auditor, outlet, other_outlet
):
    for everywhere in (owner, accountant, auditor):
        assert outlets_for(everywhere) == [outlet, other_outlet]
    for somewhere in (manager, staff):
        assert outlets_for(somewhere) == [outlet]


@pytest.mark.committed
def test_a_committed_test_has_a_business_of_its_own(tenant, outlet):
    assert not connection.in_atomic_block
    Outlet.objects.filter(pk=outlet.id).update(name="Renamed")


@pytest.mark.committed
def test_which_is_gone_afterwards(tenant, outlet):
    assert outlet.name == "Main"
    connection.set_schema_to_public()
    assert not Tenant.objects.exclude(pk=tenant.pk).filter(name=tenant.name).exists()


def test_a_request_leaves_the_connection_where_the_test_had_it(tenant, public_client, client_for):
    public_client.get("/")
    assert connection.schema_name == tenant.schema_name
    client_for(None).get("/sign-in/")
    assert connection.schema_name == tenant.schema_name
