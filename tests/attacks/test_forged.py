"""A document can't be forged by who may write documents: the application's role and the owner are refused alike."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounting.ledger.models import Period
from accounting.ledger.operations.close_period import close_period
from tests.attacks.forge import books_of
from tests.attacks.forged import FORGED
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import last_month, make_product, now, put_on_shelf, sell


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


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_document_is_refused_by_its_constraint(books, name):
    attack, constraint = FORGED[name]
    with pytest.raises(DatabaseError) as refused:
        commit(attack(books))
    told = refused.value.__cause__.diag.constraint_name or ""
    assert any(told.startswith(each) for each in constraint.split("|")), (told, refused.value)


def test_documents_that_are_right_are_taken(books):
    """The attacks fail by what is wrong with them, not because everything fails."""
    commit(books.entry_of())
    commit(books.sold("7e57ab1e-0000-4000-8000-000000000001"))
    assert_books_and_stock_are_right()
