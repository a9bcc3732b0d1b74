"""The kinds of document that post: one row each. Pure.

A new kind is a row here, a row in ledger_sourcetype (and, when goods move, in stock_movementtype) that a migration
adds, and an operation that begins with it: docs/how-to-add.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from accounting.ledger.actions import Action
from kernel.permissions import Permission


class DocumentKind(StrEnum):
    """The codes: what `source_type` says in entries, movements and the trail."""

    OPENING_STOCK = "opening_stock"
    OPENING_STOCK_REVERSAL = "opening_stock_reversal"
    SALE = "sale"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """What is the same for all documents of a kind.

    `series` counts their numbers, which begin with `prefix`; `movement` is the kind of its stock movements
    (inventory.stock.enums.MovementKind), whose goods come (`direction` 1) or leave (-1); `accounts` are the roles that
    its entry may touch, as a regular expression; `reverses` is the kind whose entries its own mirror, "" for none;
    `permission` is what recording one needs; `action` is its name in the
    trail; `moment` is what its command calls the moment it happened. One that `comes_late` has happened, whatever the
    books say (a till's sale): it is never refused for its day, but posted on a later one.
    """

    kind: DocumentKind
    series: str
    prefix: str
    movement: str
    direction: int
    accounts: str
    permission: Permission
    action: Action
    moment: str
    comes_late: bool = False
    reverses: str = ""


DOCUMENTS: dict[DocumentKind, DocumentType] = {
    each.kind: each
    for each in (
        DocumentType(
            kind=DocumentKind.OPENING_STOCK,
            series="opening",
            prefix="O-",
            movement="opening",
            direction=1,
            accounts="inventory|opening_equity",
            permission=Permission.STOCK_OPENING_RECORD,
            action=Action.OPENING_STOCK_RECORDED,
            moment="received_at",
        ),
        DocumentType(
            kind=DocumentKind.OPENING_STOCK_REVERSAL,
            series="opening",
            prefix="O-",
            movement="opening_reversal",
            direction=-1,
            accounts="inventory|opening_equity",
            reverses="opening_stock",
            permission=Permission.STOCK_OPENING_RECORD,
            action=Action.OPENING_STOCK_REVERSED,
            moment="reversed_at",
        ),
        DocumentType(
            kind=DocumentKind.SALE,
            series="sale",
            prefix="",
            movement="sale",
            direction=-1,
            accounts="cash|card_clearing|mobile_clearing|sales|output_tax_.+|cogs|inventory",
            permission=Permission.SALES_SALE_RECORD,
            action=Action.SALE_RECORDED,
            moment="sold_at",
            comes_late=True,
        ),
    )
}
