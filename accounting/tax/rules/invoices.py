"""What a receipt is in law. Pure. CGST Act 2017, sections 31(1), 31(3)(c) and 10."""

from collections.abc import Collection

from accounting.tax.enums import InvoiceKind, Treatment


def invoice_kind(*, registered: bool, treatments: Collection[str]) -> InvoiceKind:
    """Who isn't registered gives a bill; who is, a tax invoice, or a bill of supply when nothing in it is taxable."""
    if not registered:
        return InvoiceKind.BILL
    taxable = Treatment.TAXABLE in treatments
    return InvoiceKind.TAX_INVOICE if taxable else InvoiceKind.BILL_OF_SUPPLY
