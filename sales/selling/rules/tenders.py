"""How payments settle a sale. Pure.

Cards and mobile money settle exactly what they are charged; cash settles the rest, and what was handed over beyond it
is change. Amounts in minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accounting.ledger.enums import TenderMethod

MAX_TENDERS = 20


@dataclass(frozen=True, slots=True)
class Tender:
    """What was handed over or charged."""

    method: TenderMethod
    amount: int


@dataclass(frozen=True, slots=True)
class SettledPayment:
    """`amount` settles the sale; `tendered` ≥ amount was handed over."""

    method: TenderMethod
    amount: int
    tendered: int


def settle(total: int, tenders: Sequence[Tender]) -> tuple[tuple[SettledPayment, ...], dict[str, list[str]]]:
    """The payments that settle `total`, or what is wrong with the tenders, by field.

    Cash that comes when all is settled is a payment of nothing: all of it is change.
    """
    if len(tenders) > MAX_TENDERS:
        return (), {"payments": [f"At most {MAX_TENDERS} payments, please."]}
    errors = {
        f"payments.{index}.amount": ["More than 0, please."]
        for index, tender in enumerate(tenders)
        if tender.amount <= 0
    }
    if errors:
        return (), errors
    left = total
    settled: dict[int, SettledPayment] = {}
    for index in sorted(range(len(tenders)), key=lambda i: (tenders[i].method is TenderMethod.CASH, i)):
        tender = tenders[index]
        amount = min(tender.amount, left)
        if tender.method is not TenderMethod.CASH and amount < tender.amount:
            errors[f"payments.{index}.amount"] = ["Only cash can be more than what is due."]
        settled[index] = SettledPayment(tender.method, amount, tender.amount)
        left -= amount
    if left and not errors:
        errors["payments"] = ["The payments do not cover the total."]
    return tuple(settled[index] for index in sorted(settled)), errors
