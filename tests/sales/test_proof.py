"""A superuser can switch triggers off and change what nobody may. Whatever is broken so, a question of the proof names."""

import io
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounting.ledger.operations.close_period import close_period
from accounting.ledger.queries import periods
from company.scope import scope_of
from kernel.permissions import Role
from kernel.proofs import SHOWN, findings
from kernel.schemas import in_schema
from localdev.owning import as_superuser
from people.models import User
from sales.selling.queries.proof import QUESTIONS
from tests.business import open_test_business, remove_test_business
from tests.shop import last_month, make_product, now, put_on_shelf, sell

ENTRY = "(SELECT min(id::text)::uuid FROM ledger_journalentry WHERE series = 'sale')"
OTHER_ENTRY = "(SELECT max(id::text)::uuid FROM ledger_journalentry WHERE series = 'sale')"
RECEIPT = f"(SELECT source_id FROM ledger_journalentry WHERE id = {ENTRY})"
OPENING = "(SELECT min(id::text)::uuid FROM ledger_journalentry WHERE series <> 'sale')"
LINE = f"(SELECT min(id) FROM ledger_journalline WHERE debit > 0 AND entry_id = {ENTRY})"
OTHER_LINE = f"(SELECT min(id) FROM ledger_journalline WHERE credit > 0 AND entry_id = {OTHER_ENTRY})"
BATCH = "(SELECT min(id) FROM stock_batch)"
MOVEMENT = "(SELECT min(id) FROM stock_stockmovement WHERE source_type = 'sale')"
ROW = "(SELECT min(id) FROM {})"
MONTH = "(SELECT id FROM ledger_period ORDER BY starts_on LIMIT 1)"
EMPTY = "(SELECT id FROM company_outlet WHERE code = 'OT')"

BREAKS = [
    ("an entry's debits and credits differ at an outlet", f"UPDATE ledger_journalline SET debit = 1 WHERE id = {LINE}"),
    (
        "an entry's debits and credits differ at an outlet",  # the journal as a whole still balances
        f"UPDATE ledger_journalline SET debit = debit + 1 WHERE id = {LINE};"
        f"UPDATE ledger_journalline SET credit = credit + 1 WHERE id = {OTHER_LINE}",
    ),
    (
        "an entry's debits and credits differ at an outlet",  # the entry as a whole still does
        f"UPDATE ledger_journalline SET outlet_id = {EMPTY} WHERE id = {LINE}",
    ),
    ("an entry has no lines", f"DELETE FROM ledger_journalline WHERE entry_id = {ENTRY}"),
    ("a journal line is of no entry of its day", f"UPDATE ledger_journalline SET date = date - 1 WHERE id = {LINE}"),
    ("a journal line is of no entry of its day", f"DELETE FROM ledger_journalentry WHERE id = {ENTRY}"),
    ("an entry is dated outside its period", f"UPDATE ledger_journalentry SET period_id = {MONTH}"),
    ("an entry is dated outside its period", f"UPDATE ledger_journalentry SET period_id = 0 WHERE id = {ENTRY}"),
    (
        "an entry is numbered in another year than it is dated",
        f"UPDATE ledger_journalentry SET fiscal_year = '0001' WHERE id = {OPENING}",
    ),
    (
        "an entry is numbered in another year than it is dated",
        f"UPDATE ledger_journalentry SET fiscal_year = '9900' WHERE id = {ENTRY}",
    ),
    (
        "an entry is of no known kind of document",
        f"UPDATE ledger_journalentry SET source_type = 'gift' WHERE id = {OPENING}",
    ),
    (
        "the kinds of document are not the code's",
        "INSERT INTO ledger_sourcetype VALUES ('gift', 'gift', 'G-', false, '.+', '')",
    ),
    ("the kinds of document are not the code's", "UPDATE ledger_sourcetype SET comes_late = true"),
    (
        "the number of an entry is not made of its kind, outlet, year and serial",
        f"UPDATE ledger_journalentry SET number = 'O-MN/2627/77' WHERE id = {OPENING}",
    ),
    (
        "the number of an entry is not made of its kind, outlet, year and serial",
        f"UPDATE ledger_journalentry SET series = 'gift' WHERE id = {OPENING}",
    ),
    ("the kinds of document are not the code's", "UPDATE ledger_sourcetype SET accounts = '.+'"),
    ("the account of a way of paying is not the code's", "UPDATE ledger_tenderaccount SET role = 'bank'"),
    (
        "the kinds of movement are not the code's",
        "INSERT INTO stock_movementtype (source_type, code, direction) VALUES ('sale', 'sale', 1)",
    ),
    ("the kinds of movement are not the code's", "DELETE FROM stock_movementtype WHERE code = 'sale'"),
    (
        "the number of a receipt is not made of its outlet, year and serial",
        f"UPDATE selling_sale SET number = 'X/1' WHERE id = {RECEIPT};"
        f"UPDATE ledger_journalentry SET number = 'X/1' WHERE id = {ENTRY}",
    ),
    (
        "an entry touches an account that its kind of document doesn't",
        f"UPDATE ledger_journalline SET account_id = (SELECT id FROM ledger_account WHERE role = 'bank') WHERE id = {LINE}",
    ),
    (
        "an entry reverses one that its kind of document doesn't",
        f"UPDATE ledger_journalentry SET reverses_id = {ENTRY} WHERE id = {OTHER_ENTRY}",
    ),
    (
        "an entry reverses one that its kind of document doesn't",
        "UPDATE ledger_sourcetype SET reverses = 'opening_stock' WHERE code = 'sale'",
    ),
    (
        "a document is posted twice",
        "ALTER TABLE ledger_journalentry DROP CONSTRAINT ledger_entry_of_document;"
        f"UPDATE ledger_journalentry SET source_id = {RECEIPT} WHERE series = 'sale'",
    ),
    (
        "a reversal doesn't mirror what it reverses",
        f"UPDATE ledger_journalentry SET reverses_id = {ENTRY} WHERE id = {OTHER_ENTRY}",
    ),
    (
        "a reversal doesn't mirror what it reverses",
        f"UPDATE ledger_journalentry SET reverses_id = id WHERE id = {ENTRY}",
    ),
    (
        "the number of an entry is missing or there twice",
        f"UPDATE ledger_journalentry SET serial = serial + 7 WHERE id = {OPENING}",
    ),
    (
        "the number of an entry is missing or there twice",
        "ALTER TABLE ledger_journalentry DROP CONSTRAINT ledger_entry_number_once;"
        "UPDATE ledger_journalentry SET serial = 1 WHERE series <> 'sale'",
    ),
    (
        "the last number of a series is not its last entry's",
        "UPDATE company_numberseries SET last_number = 7 WHERE series <> 'sale'",
    ),
    (
        "the last number of a series is not its last entry's",
        "DELETE FROM company_numberseries WHERE series <> 'sale'",
    ),
    ("a period is no whole month of its year", "UPDATE ledger_period SET fiscal_year = '2000'"),
    (
        "a period is no whole month of its year",
        "ALTER TABLE ledger_period DROP CONSTRAINT ledger_period_whole_month;"
        "UPDATE ledger_period SET ends_on = ends_on - 1",
    ),
    ("a month's state is not that of its last change", f"UPDATE ledger_period SET is_open = true WHERE id = {MONTH}"),
    ("a month is open before one that is closed", "UPDATE ledger_period SET is_open = NOT is_open"),
    (
        "a month was reopened for no reason",
        "INSERT INTO ledger_periodchange (period_id, is_open, actor_id, reason, at)"
        f" SELECT {MONTH}, true, min(id), ' ', now() FROM people_user",
    ),
    (
        "an account is missing or of another kind than the chart says",
        "UPDATE ledger_account SET kind = 'income' WHERE role = 'cash'",
    ),
    (
        "an account is missing or of another kind than the chart says",
        "UPDATE ledger_account SET kind = 'income' WHERE role = 'output_tax_cgst'",
    ),
    (
        "an account is missing or of another kind than the chart says",
        "UPDATE ledger_account SET role = NULL WHERE role = 'bank'",
    ),
    (
        "an account's total of a day is not what the journal lines come to",
        f"UPDATE ledger_accountday SET debit = debit + 1 WHERE id = {ROW.format('ledger_accountday')}",
    ),
    (
        "an account's total of a day is not what the journal lines come to",
        f"DELETE FROM ledger_accountday WHERE id = {ROW.format('ledger_accountday')}",
    ),
    ("a batch is not what its movements come to", f"UPDATE stock_batch SET value = value - 1 WHERE id = {BATCH}"),
    ("a batch is not what its movements come to", f"UPDATE stock_batch SET quantity = 1 WHERE id = {BATCH}"),
    (
        "a batch last moved on another day than it says",
        f"UPDATE stock_batch SET last_moved_on = last_moved_on - 1 WHERE id = {BATCH}",
    ),
    (
        "goods left a batch before they came",
        "UPDATE stock_stockmovement SET date = date - 400 WHERE source_type = 'sale'",
    ),
    (
        "a movement is of no batch of its variation and outlet",
        f"UPDATE stock_stockmovement SET outlet_id = {EMPTY} WHERE id = {MOVEMENT}",
    ),
    (
        "a movement is of no kind that its document has",
        f"UPDATE stock_stockmovement SET kind = 'gift' WHERE id = {MOVEMENT}",
    ),
    (
        "a movement is of no kind that its document has",
        f"UPDATE stock_stockmovement SET quantity = -quantity, value = -value WHERE id = {MOVEMENT}",
    ),
    (
        "a reversal moved other goods than came",
        "UPDATE ledger_sourcetype SET reverses = 'opening_stock' WHERE code = 'sale'",
    ),
    (
        "goods worth nothing moved without a document in the trail",
        f"UPDATE stock_stockdocument SET value = 0, source_id = {ENTRY} WHERE source_id = {RECEIPT}",
    ),
    (
        "location stock is not what the batches come to",
        f"UPDATE stock_locationstock SET value = 1 WHERE id = {ROW.format('stock_locationstock')}",
    ),
    ("location stock is not what the batches come to", "DELETE FROM stock_locationstock"),
    (
        "a day's stock total is not what its movements come to",
        f"UPDATE stock_stockday SET value = value + 1 WHERE id = {ROW.format('stock_stockday')}",
    ),
    (
        "a stock document is not what its movements come to",
        f"UPDATE stock_stockmovement SET value = value - 1 WHERE id = {MOVEMENT}",
    ),
    (
        "a stock document is not what its movements come to",
        f"DELETE FROM stock_stockdocument WHERE id = {ROW.format('stock_stockdocument')}",
    ),
    (
        "a document moved something else than its entry posts to inventory",
        f"UPDATE stock_stockdocument SET value = value + 1 WHERE id = {ROW.format('stock_stockdocument')}",
    ),
    (
        "a document moved something else than its entry posts to inventory",
        f"UPDATE stock_stockdocument SET date = date - 1 WHERE source_id = {RECEIPT}",
    ),
    (
        "stock and the inventory account differ on a day",
        f"UPDATE stock_stockmovement SET date = date - 1 WHERE id = {MOVEMENT}",
    ),
    ("a receipt is not what its lines come to", "UPDATE selling_saleline SET cost = cost + 1"),
    ("a receipt is not what its lines come to", f"DELETE FROM selling_saleline WHERE sale_id = {RECEIPT}"),
    ("a receipt is not what its lines come to", f"DELETE FROM selling_sale WHERE id = {RECEIPT}"),
    ("a receipt is not what was paid", "UPDATE selling_payment SET amount = amount - 1 WHERE amount > 0"),
    ("a receipt is not what was paid", f"DELETE FROM selling_payment WHERE sale_id = {RECEIPT}"),
    ("the tax of a line is not what its components come to", "UPDATE selling_saleline SET taxes = '[]'"),
    (
        "the tax of a line is not what its components come to",
        "ALTER TABLE selling_saleline DROP CONSTRAINT selling_line_taxes; UPDATE selling_saleline SET taxes = '7'",
    ),
    (
        "a line is not its quantity times its price, less its discount",
        f"UPDATE selling_saleline SET unit_price = unit_price + 100 WHERE sale_id = {RECEIPT}",
    ),
    (
        "a line is not its quantity times its price, less its discount",
        f"UPDATE selling_saleline SET discount = discount + 1 WHERE sale_id = {RECEIPT}",
    ),
    (
        "the tax of a receipt is not posted by its components",
        "UPDATE ledger_journalline SET account_id = (SELECT id FROM ledger_account WHERE role = 'output_tax_sgst')"
        " WHERE account_id = (SELECT id FROM ledger_account WHERE role = 'output_tax_cgst')",
    ),
    ("a receipt sold what had expired", "UPDATE stock_batch SET expires_on = '2020-01-01'"),
    (
        "a receipt sold something else than left the shelf",  # what each line cost
        f"UPDATE selling_saleline SET cost = cost + CASE id WHEN (SELECT min(id) FROM selling_saleline WHERE sale_id = {RECEIPT}) THEN 1 ELSE -1 END WHERE sale_id = {RECEIPT}",
    ),
    (
        "a receipt is numbered in another year than it is dated",
        f"UPDATE selling_sale SET business_date = business_date - 400 WHERE id = {RECEIPT}",
    ),
    (
        "a receipt has no entry",
        f"DELETE FROM ledger_journalline WHERE entry_id = {ENTRY}; DELETE FROM ledger_journalentry WHERE id = {ENTRY}",
    ),
    ("an entry has no receipt", f"DELETE FROM selling_sale WHERE id = {RECEIPT}"),
    ("an entry has no receipt", f"UPDATE ledger_journalentry SET source_type = 'opening_stock' WHERE id = {ENTRY}"),
    ("a receipt and its entry differ", f"UPDATE selling_sale SET number = 'X/1' WHERE id = {RECEIPT}"),
    ("a receipt and its entry differ", f"UPDATE selling_sale SET outlet_id = {EMPTY} WHERE id = {RECEIPT}"),
    ("a receipt and its entry differ", "UPDATE selling_sale SET taxable = taxable - 1, tax = tax + 1 WHERE total > 0"),
    (
        "a receipt and its entry differ",
        f"UPDATE ledger_journalline SET outlet_id = {EMPTY} WHERE entry_id = {ENTRY}",
    ),
    (
        "a receipt was paid otherwise than its entry says",
        f"UPDATE selling_payment SET method = 'card' WHERE sale_id = {RECEIPT}",
    ),
    (
        "a receipt sold something else than left the shelf",
        f"UPDATE selling_saleline SET quantity = quantity + 1 WHERE sale_id = {RECEIPT}",
    ),
    (
        "the number of a receipt is missing or there twice",
        f"UPDATE selling_sale SET serial = serial + 7 WHERE id = {RECEIPT}",
    ),
    (
        "the last number of a series is not its last receipt's",
        "UPDATE company_numberseries SET last_number = last_number + 1 WHERE series = 'sale'",
    ),
]


@pytest.fixture(scope="module")
def schema(django_db_setup, django_db_blocker):
    """Of a business that sold last month, closed it, and sells on."""
    with django_db_blocker.unblock():
        business = open_test_business("proofs")
        try:
            with in_schema(business.tenant.schema_name):
                _trade(User.objects.get(pk=business.people[Role.OWNER]), business.outlets[0])
            yield business.tenant.schema_name
        finally:
            remove_test_business(business)


def _trade(owner, outlet_id):
    outlet = scope_of(owner).outlet(outlet_id)
    thing, taxed = make_product(owner), make_product(owner, tax="GST18")
    put_on_shelf(owner, outlet, thing, 50, received_at=last_month())
    put_on_shelf(owner, outlet, taxed, 50, received_at=last_month())
    sell(owner, outlet, (thing, 2), (taxed, 3), at=last_month())
    close_period(actor=owner, period_id=periods(owner)[0].pk, now=now())
    sell(owner, outlet, (thing, 1), (taxed, 1))
    sell(owner, outlet, (taxed, "0"))


def prove(schema):
    told = io.StringIO()
    call_command("prove", schema=schema, stdout=told, stderr=told)
    return told.getvalue()


def found_after(schema, damage):
    """What is found of it; it is undone at once."""
    with as_superuser(), in_schema(schema), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(damage)
        found = findings(QUESTIONS)
        transaction.set_rollback(True)
    return {finding.question: finding for finding in found}


@contextmanager
def broken(schema, damage):
    """Inside, a sum is off by 1, and that is committed."""
    for by in (1, -1):
        with as_superuser(), in_schema(schema), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(damage.format(by))
        if by == 1:
            yield


def test_a_business_that_is_right_is_proved(schema):
    assert "1 businesses proved" in prove(schema)


@pytest.mark.parametrize(("question", "damage"), BREAKS)
def test_whatever_a_superuser_breaks_with_triggers_off_is_named(schema, question, damage):
    found = found_after(schema, damage)
    assert question in found
    assert "error" not in found[question].shown[0]


def test_the_command_says_what_is_wrong_and_fails(schema):
    with broken(schema, "UPDATE stock_stockday SET value = value + {}"):
        told = io.StringIO()
        with pytest.raises(CommandError, match="1 of 1 businesses are wrong"):
            call_command("prove", schema=schema, stdout=told, stderr=told)
    assert f"{schema}: a day's stock total is not what its movements come to (" in told.getvalue()
    assert "difference 1" in told.getvalue()


def test_each_question_is_broken_above():
    assert {question for question, _damage in BREAKS} == {question.name for question in QUESTIONS}


def test_an_answer_says_where(schema):
    found = found_after(schema, f"UPDATE ledger_journalline SET debit = debit + 7 WHERE id = {LINE}")
    (row,) = found["an entry's debits and credits differ at an outlet"].shown
    assert {"entry", "outlet", "debit", "credit"} == set(row)
    assert row["debit"] - row["credit"] == 7


def test_of_many_answers_some_are_shown_and_all_are_counted(schema):
    row = f"SELECT {MONTH}, true, 1, '', now() FROM generate_series(1, 5000)"
    many = f"INSERT INTO ledger_periodchange (period_id, is_open, actor_id, reason, at) {row}"
    found = found_after(schema, many)["a month was reopened for no reason"]
    assert (found.count, len(found.shown)) == (5000, SHOWN)


def test_a_table_that_is_gone_is_told_and_the_other_questions_are_asked(schema):
    found = found_after(schema, "DROP TABLE stock_stockday; UPDATE stock_batch SET value = value - 1")
    told = found["a day's stock total is not what its movements come to"].shown
    assert 'relation "stock_stockday" does not exist' in told[0]["error"]
    assert "a batch is not what its movements come to" in found
