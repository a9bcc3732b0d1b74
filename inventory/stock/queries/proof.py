"""What a proof asks of the stock: batch by batch, document by document, day by day, all of it against the ledger."""

from accounting.ledger.rules.documents import DOCUMENTS
from kernel.proofs import Question

_KINDS = ", ".join(f"('{each.kind}', '{each.movement}', {each.direction}, true)" for each in DOCUMENTS.values())

BATCHES = Question(
    "a batch is not what its movements come to",
    """
    SELECT batch.id AS batch, batch.quantity, moved.quantity AS moved, batch.value, moved.value AS worth
      FROM stock_batch AS batch
      LEFT JOIN (SELECT batch_id, sum(quantity) AS quantity, sum(value) AS value
                   FROM stock_stockmovement GROUP BY batch_id) AS moved ON moved.batch_id = batch.id
     WHERE batch.quantity <> coalesce(moved.quantity, 0) OR batch.value <> coalesce(moved.value, 0)
    """,
)
LOCATION_STOCK = Question(
    "location stock is not what the batches come to",
    """
    SELECT variation_id AS variation, outlet_id AS outlet, stock.quantity, batch.quantity AS batches,
           stock.value, batch.value AS worth
      FROM stock_locationstock AS stock
      FULL JOIN (SELECT variation_id, outlet_id, sum(quantity) AS quantity, sum(value) AS value
                   FROM stock_batch GROUP BY variation_id, outlet_id) AS batch USING (variation_id, outlet_id)
     WHERE coalesce(stock.quantity, 0) <> coalesce(batch.quantity, 0)
        OR coalesce(stock.value, 0) <> coalesce(batch.value, 0)
    """,
)
LEDGER = Question(
    "stock and the inventory account differ on a day",
    """
    SELECT outlet_id AS outlet, date, coalesce(moved.value, 0) - coalesce(booked.value, 0) AS difference
      FROM (SELECT outlet_id, date, sum(value) AS value FROM stock_stockmovement GROUP BY outlet_id, date) AS moved
      FULL JOIN (SELECT total.outlet_id, total.date, sum(total.debit - total.credit) AS value
                   FROM ledger_accountday AS total JOIN ledger_account AS account ON account.id = total.account_id
                  WHERE account.role = 'inventory' GROUP BY total.outlet_id, total.date) AS booked
        USING (outlet_id, date)
     WHERE coalesce(moved.value, 0) <> coalesce(booked.value, 0)
    """,
)
"""Every day agrees, so every sum of days does: the account as of any day is what the stock was worth then."""

QUESTIONS = (
    BATCHES,
    Question(
        "a batch last moved on another day than it says",
        """
        SELECT batch.id AS batch, batch.last_moved_on, moved.date AS moved_on
          FROM stock_batch AS batch
          LEFT JOIN (SELECT batch_id, max(date) AS date FROM stock_stockmovement GROUP BY batch_id) AS moved
            ON moved.batch_id = batch.id
         WHERE batch.last_moved_on IS DISTINCT FROM moved.date
        """,
    ),
    Question(
        "goods left a batch before they came",
        """
        SELECT batch_id AS batch, date, level, worth
          FROM (
            SELECT batch_id, date, sum(sum(quantity)) OVER running AS level, sum(sum(value)) OVER running AS worth
              FROM stock_stockmovement GROUP BY batch_id, date
            WINDOW running AS (PARTITION BY batch_id ORDER BY date)
          ) AS day WHERE level < 0 OR worth < 0
        """,
    ),
    Question(
        "a movement is of no batch of its variation and outlet",
        """
        SELECT movement.id AS movement, movement.batch_id AS batch
          FROM stock_stockmovement AS movement
          LEFT JOIN stock_batch AS batch
            ON batch.id = movement.batch_id AND batch.variation_id = movement.variation_id
           AND batch.outlet_id = movement.outlet_id
         WHERE batch.id IS NULL
        """,
    ),
    Question(
        "a movement is of no kind that its document has",
        """
        SELECT movement.id AS movement, movement.source_type, movement.kind, movement.quantity
          FROM stock_stockmovement AS movement
          LEFT JOIN stock_movementtype AS known
            ON known.source_type = movement.source_type AND known.code = movement.kind
           AND known.direction = sign(movement.quantity)
         WHERE known.code IS NULL
        """,
    ),
    Question(
        "the kinds of movement are not the code's",
        f"""
        SELECT source_type, code, direction
          FROM stock_movementtype AS known
          FULL JOIN (VALUES {_KINDS}) AS declared (source_type, code, direction, stands)
         USING (source_type, code, direction)
         WHERE known.id IS NULL OR declared.stands IS NULL
        """,  # noqa: S608 (our own)
    ),
    LOCATION_STOCK,
    Question(
        "a day's stock total is not what its movements come to",
        """
        SELECT outlet_id AS outlet, date, kind, sum(value) AS difference
          FROM (
            SELECT outlet_id, date, kind, value FROM stock_stockday
            UNION ALL
            SELECT outlet_id, date, kind, -value FROM stock_stockmovement
          ) AS part
         GROUP BY outlet_id, date, kind HAVING sum(value) <> 0
        """,
    ),
    Question(
        "a stock document is not what its movements come to",
        """
        SELECT source_type, source_id, outlet_id AS outlet, date, document.value, moved.value AS moved
          FROM stock_stockdocument AS document
          FULL JOIN (SELECT source_type, source_id, outlet_id, date, sum(value) AS value FROM stock_stockmovement
                      GROUP BY source_type, source_id, outlet_id, date) AS moved
            USING (source_type, source_id, outlet_id, date)
         WHERE document.value IS DISTINCT FROM moved.value
        """,
    ),
    Question(
        "a document moved something else than its entry posts to inventory",
        """
        SELECT source_type, source_id, outlet_id AS outlet, date, document.value AS moved, booked.value AS posted,
               booked.entry
          FROM stock_stockdocument AS document
          FULL JOIN (SELECT entry.source_type, entry.source_id, line.outlet_id, entry.date, entry.id AS entry,
                            sum(line.debit - line.credit) AS value
                       FROM ledger_journalentry AS entry
                       JOIN ledger_journalline AS line ON line.entry_id = entry.id
                       JOIN ledger_account AS account ON account.id = line.account_id
                      WHERE account.role = 'inventory' GROUP BY entry.id, line.outlet_id) AS booked
            USING (source_type, source_id, outlet_id, date)
         WHERE coalesce(document.value, 0) <> coalesce(booked.value, 0)
        """,
    ),
    Question(
        "a reversal moved other goods than came",
        """
        SELECT document.source_type, document.source_id, movement.batch_id AS batch, sum(movement.quantity) AS quantity,
               sum(movement.value) AS value
          FROM stock_stockdocument AS document
          JOIN ledger_sourcetype AS source ON source.code = document.source_type AND source.reverses <> ''
          JOIN stock_stockmovement AS movement
            ON movement.source_id = document.source_id AND movement.outlet_id = document.outlet_id
           AND movement.source_type IN (source.code, source.reverses)
         GROUP BY document.id, movement.batch_id HAVING sum(movement.quantity) <> 0 OR sum(movement.value) <> 0
        """,
    ),
    Question(
        "goods worth nothing moved without a document in the trail",
        """
        SELECT source_type, source_id, outlet_id AS outlet FROM stock_stockdocument AS document
         WHERE value = 0 AND NOT EXISTS (
               SELECT FROM audit_auditentry AS trail
                WHERE trail.target_type = document.source_type AND trail.target_id = document.source_id::text)
        """,
    ),
    LEDGER,
)
