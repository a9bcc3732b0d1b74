"""Which account a tax goes to. Pure."""

from collections.abc import Iterable

from accounting.tax.rules.tax import TaxAmount


def output_tax_role(component: str) -> str:
    """The role of the account for what was charged of a component: "CGST" → "output_tax_cgst"."""
    return f"output_tax_{component.lower()}"


def by_account(taxes: Iterable[TaxAmount]) -> list[tuple[str, int]]:
    """(account role, amount) of each component, lines summed, in the order of the roles."""
    sums: dict[str, int] = {}
    for tax in taxes:
        role = output_tax_role(tax.name)
        sums[role] = sums.get(role, 0) + tax.amount
    return sorted(sums.items())
