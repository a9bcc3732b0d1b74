"""tests.changes sees every way of writing: what the matrices say of a denied request stands on it."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from company.models import Outlet
from kernel.schemas import PUBLIC, in_schema
from tenants.life.models import Tenant
from tests.changes import changes
from tests.installation import undone
from tests.shop import make_product


def test_reading_changes_nothing(owner, outlet):
    with changes() as seen:
        list(Outlet.objects.select_for_update())
    assert seen == {}


@pytest.mark.owner
def test_each_kind_of_write_is_counted_by_its_table(tenant, outlet):
    with changes() as seen:
        new = Outlet.objects.create(name="Third", code="TH", timezone=outlet.timezone, created_at="2026-01-01T00:00Z")
        Outlet.objects.filter(pk=new.pk).update(name="Fourth")
        new.delete()
    assert seen == {f"{tenant.schema_name}.company_outlet": (1, 1, 1)}


def test_raw_sql_is_seen_even_when_it_writes_what_was_there_before(tenant, outlet):
    with changes() as seen, connection.cursor() as cursor:
        cursor.execute("UPDATE company_outlet SET name = name WHERE id = %s", [outlet.id])
    assert seen == {f"{tenant.schema_name}.company_outlet": (0, 1, 0)}


@pytest.mark.owner
def test_what_a_trigger_writes_is_seen(tenant, outlet):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION also() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN UPDATE company_business SET name = name; RETURN NULL; END $$"
        )
        cursor.execute("CREATE TRIGGER also AFTER UPDATE ON company_outlet FOR EACH ROW EXECUTE FUNCTION also()")
    with changes() as seen:
        Outlet.objects.filter(pk=outlet.id).update(name="Third")
    assert seen.tables == {"company_outlet", "company_business"}


@pytest.mark.parametrize("take_back", [transaction.atomic, undone])
def test_a_write_that_is_taken_back_is_seen(tenant, outlet, take_back):
    with changes() as seen:
        with suppress(ZeroDivisionError), take_back():
            Outlet.objects.filter(pk=outlet.id).update(name="Third")
            raise ZeroDivisionError
        assert Outlet.objects.get(pk=outlet.id).name != "Third"
    assert seen == {f"{tenant.schema_name}.company_outlet": (0, 1, 0)}


def test_other_schemas_count_too(tenant):
    with changes() as seen, in_schema(PUBLIC):
        Tenant.objects.filter(pk=tenant.pk).update(name="Renamed")
    assert seen == {"public.life_tenant": (0, 1, 0)}


def test_only_what_happens_inside_counts(owner):
    make_product(owner)
    with changes() as seen:
        pass
    assert seen == {}
    with changes() as seen:
        make_product(owner)
    assert "catalogue_variation" in seen.tables


def test_outside_a_transaction_it_refuses():
    with pytest.raises(AssertionError, match="there must be one"), changes():
        pass
