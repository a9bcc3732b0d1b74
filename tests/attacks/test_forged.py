"""A document can't be forged by who may write documents: the application's role and the owner are refused alike.

The reader writes nothing at all.
"""

import os

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accounting.ledger.models import Period
from accounting.ledger.operations.close_period import close_period
from kernel.proofs import findings
from kernel.schemas import in_schema
from localdev.owning import as_owner
from sales.selling.queries.proof import QUESTIONS
from tests.attacks.forge import CASH_SALE, SOLD, books_of
from tests.attacks.forged import FORGED
from tests.attacks.kinds import FREE_KINDS, NO_FREE_KINDS
from tests.shop import last_month, make_product, now, put_on_shelf, sell

NOT_ALLOWED = "42501"


@pytest.fixture(scope="module", autouse=True)
def free_kinds(shared_business, django_db_blocker):
    def change(sql):
        schema = shared_business.tenant.schema_name
        with django_db_blocker.unblock(), as_owner(), in_schema(schema), connection.cursor() as cursor:
            cursor.execute(sql)

    change(FREE_KINDS)
    yield
    change(NO_FREE_KINDS)


@pytest.fixture
def books(owner, outlet, other_outlet):
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 10, received_at=last_month())
    sell(owner, outlet, (thing, 1), at=last_month())
    close_period(actor=owner, period_id=Period.objects.earliest("starts_on").pk, now=now())
    sell(owner, outlet, (thing, 2))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return books_of(outlet.id, other_outlet.id, owner.pk)


def commit(sql):
    """In a transaction of its own, with the checks of COMMIT; nothing is kept."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refusal(work):
    """The constraint that refused it, or "not allowed" for want of a privilege."""
    with pytest.raises(DatabaseError) as refused:
        work()
    cause = refused.value.__cause__ or refused.value
    return "not allowed" if cause.sqlstate == NOT_ALLOWED else cause.diag.constraint_name or str(cause)


@pytest.mark.parametrize("name", FORGED)
def test_the_application_is_refused(books, name):
    attack, constraint = FORGED[name]
    told = refusal(lambda: commit(attack(books)))
    assert told.startswith(tuple(constraint.split("|"))) or (told, name) in {
        ("not allowed", f"month: {fixed}") for fixed in ("another currency", "another financial year")
    }


@pytest.mark.owner
@pytest.mark.parametrize("name", FORGED)
def test_the_owner_is_refused_by_the_same_constraint(books, name):
    attack, constraint = FORGED[name]
    assert refusal(lambda: commit(attack(books))).startswith(tuple(constraint.split("|")))


@pytest.fixture(scope="module")
def reader(django_db_setup):
    """A connection of its own: what the test wrote it can't see, nor does it have to."""
    with psycopg.connect(os.environ["READER_DATABASE_URL"], dbname=connection.settings_dict["NAME"]) as console:
        yield console


@pytest.mark.parametrize("name", FORGED)
def test_the_reader_may_not_write(books, tenant, reader, name):
    attack = f"SET LOCAL search_path TO {tenant.schema_name}, extensions; {FORGED[name][0](books)}"
    with pytest.raises(psycopg.errors.InsufficientPrivilege), reader.transaction():
        reader.execute(attack)


def test_documents_that_are_right_are_taken(books):
    """The attacks fail by what is wrong with them, not because everything fails."""
    commit(books.entry_of())
    commit(books.entry_of(*SOLD[:2]) + books.sold())
    commit(books.sold(CASH_SALE[0], ("sales", 0, 493), ("output_tax_cgst", 0, 7), *SOLD[2:], tax=7))
    assert {found.question for found in findings(QUESTIONS)} == {
        f"the kinds of {what} are not the code's" for what in ("document", "movement")
    }
