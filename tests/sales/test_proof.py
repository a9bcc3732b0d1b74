import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from localdev.owning import as_superuser
from tests.shop import make_product, put_on_shelf, sell

pytestmark = pytest.mark.committed


@pytest.fixture
def sold(owner, outlet):
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 5)
    sell(owner, outlet, (thing, 2))


def prove(schema):
    told = io.StringIO()
    call_command("prove", schema=schema, stdout=told, stderr=told)
    return told.getvalue()


def test_a_business_that_is_right_is_proved(sold, tenant):
    assert "1 businesses proved" in prove(tenant.schema_name)


@pytest.mark.parametrize(
    ("damage", "question"),
    [
        ("UPDATE stock_batch SET value = value - 1", "batches differ from their movements"),
        ("UPDATE stock_stockmovement SET date = date - 1", "stock value differs from the inventory account on a day"),
        ("UPDATE stock_stockday SET value = value + 1", "a day's stock total differs from its movements"),
        ("UPDATE ledger_journalline SET date = date - 1", "a journal line is dated otherwise than its entry"),
        ("UPDATE stock_batch SET quantity = quantity + 1", "batches differ from their movements"),
        ("UPDATE stock_locationstock SET value = value + 1", "location stock differs from the batches"),
        ("UPDATE ledger_accountday SET debit = debit + 1 WHERE debit > 0", "account totals differ"),
        ("UPDATE ledger_journalline SET debit = debit + 1 WHERE debit > 0", "debits and credits differ"),
        ("UPDATE selling_sale SET serial = serial + 1", "receipt numbers have gaps"),
    ],
)
def test_whatever_a_superuser_breaks_with_triggers_off_is_found(sold, tenant, damage, question):
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(damage)
    told = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1 businesses are wrong"):
        call_command("prove", schema=tenant.schema_name, stdout=told, stderr=told)
    assert question in told.getvalue()
