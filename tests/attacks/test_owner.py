"""What the owner of the tables can do and the application can't: refused, or named by the proof; none stays silent.

The statements are those that the application is not allowed (tests/isolation/test_application_role.py). As the owner
each is tried in a transaction that is rolled back; tests/attacks/outcomes.py says what comes of it.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from kernel.proofs import findings
from sales.selling.queries.proof import QUESTIONS
from tenants.schemas.queries.proof import schema_findings
from tenants.schemas.queries.template import current_catalogue
from tests.attacks.outcomes import FOUND, HARMLESS, REFUSED
from tests.attacks.test_forged import books  # noqa: F401 (a fixture)
from tests.isolation.test_application_role import BECOMING, BOOKS, CHANGING, MAKING, REACHING, STOCK, told

pytestmark = pytest.mark.owner

# A sequence is not rolled back: the next outlet of the business that tests share would be refused as taken.
ATTACKS = [attack for attack in (*BOOKS, *STOCK, *MAKING, *CHANGING, *BECOMING, *REACHING) if "setval" not in attack]


def try_out(statement):
    """(the constraint or SQLSTATE that refuses it, what the proof finds after it); undone at once."""
    expected = current_catalogue()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(statement)
            found = {finding.question for finding in (*schema_findings(expected), *findings(QUESTIONS))}
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as refused:
        cause = refused.__cause__
        return cause.diag.constraint_name or cause.sqlstate or "", set()
    return None, found


def test_every_statement_is_in_the_table():
    assert len(ATTACKS) + len(HARMLESS) >= 120
    assert set(ATTACKS) == REFUSED.keys() | FOUND.keys() | HARMLESS.keys()


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_an_owner_does_is_refused_or_found(books, tenant, attack):  # noqa: F811
    refusal, found = try_out(told(attack, tenant))
    if attack in REFUSED:
        assert refusal == REFUSED[attack]
    elif attack in FOUND:
        assert FOUND[attack] in found
    else:
        assert (refusal, found) == (None, set())
