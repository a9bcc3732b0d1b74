"""Each foreign key has an index that begins with it: PostgreSQL makes none by itself, and without one a deletion or a
search from the other side reads the whole table. PostgreSQL's own catalogue is asked, in both kinds of schema.
"""

import pytest
from django.db import connection

from kernel.schemas import PUBLIC

_UNINDEXED = """
SELECT t.relname || '.' || string_agg(attribute.attname, ',' ORDER BY key.position)
FROM pg_constraint AS reference
JOIN pg_class AS t ON t.oid = reference.conrelid
JOIN pg_namespace AS namespace ON namespace.oid = t.relnamespace
CROSS JOIN LATERAL unnest(reference.conkey) WITH ORDINALITY AS key (number, position)
JOIN pg_attribute AS attribute ON attribute.attrelid = t.oid AND attribute.attnum = key.number
WHERE reference.contype = 'f' AND namespace.nspname = %s AND NOT EXISTS (
    SELECT FROM pg_index AS index
    WHERE index.indrelid = t.oid AND index.indisvalid AND index.indpred IS NULL
      AND (index.indkey::int2[])[0:cardinality(reference.conkey) - 1] @> reference.conkey
)
GROUP BY reference.oid, t.relname ORDER BY 1
"""

NEVER_DELETED = "outlets and people are archived or deactivated, and lists by them go another way"

WITHOUT = {
    "ledger_journalentry.actor_id": NEVER_DELETED,
    "ledger_journalline.entry_id,date": "the index on entry_id finds an entry's few lines",
    "ledger_journalline.outlet_id": NEVER_DELETED,
    "ledger_periodchange.actor_id": NEVER_DELETED,
    "selling_payment.method": "a way of paying is never deleted",
    "selling_sale.actor_id": NEVER_DELETED,
    "stock_batch.outlet_id": NEVER_DELETED,
    "stock_stockdocument.outlet_id": NEVER_DELETED,
    "stock_stockdocument.source_type": "a kind of document is never deleted",
    "stock_stockmovement.actor_id": NEVER_DELETED,
    "stock_stockmovement.outlet_id": NEVER_DELETED,
}
"""table.columns → why an index would cost each write and serve nobody."""


def unindexed(schema):
    with connection.cursor() as cursor:
        cursor.execute(_UNINDEXED, [schema])
        return {name for (name,) in cursor.fetchall()}


def test_each_has_an_index_or_a_reason(tenant):
    found = unindexed(PUBLIC) | unindexed(tenant.schema_name)
    assert sorted(found) == sorted(WITHOUT)


@pytest.mark.owner
@pytest.mark.parametrize("index", [None, "(other, parent)", "(parent) WHERE other > 0"])
def test_one_without_is_found(tenant, index):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE child (parent bigint REFERENCES people_user, other int)")
        if index:
            cursor.execute(f"CREATE INDEX ON child {index}")
    assert "child.parent" in unindexed(tenant.schema_name)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON child (parent, other)")
    assert "child.parent" not in unindexed(tenant.schema_name)
