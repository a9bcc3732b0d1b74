from accounting.ledger.document import Document
from inventory.stock.rules.picking import Pick
from inventory.stock.steps.write_movements import Move, write_movements


def issue_stock(doc: Document, picks: list[Pick]) -> None:
    """Take what was picked off the shelf: one statement, none for nothing."""
    if picks:
        write_movements(
            doc, [Move(part.batch_id, part.variation_id, doc.outlet.id, -part.quantity, -part.value) for part in picks]
        )
