"""The words of tax; the database enforces them too."""

from enum import StrEnum


class Treatment(StrEnum):
    """What a supply is for tax: charged, charged at nothing, freed of it, or outside of it."""

    TAXABLE = "taxable"
    NIL = "nil"
    EXEMPT = "exempt"
    NON_GST = "non_gst"


class InvoiceKind(StrEnum):
    """What a receipt is in law: see accounting.tax.rules.invoices."""

    TAX_INVOICE = "tax_invoice"
    BILL_OF_SUPPLY = "bill_of_supply"
    BILL = "bill"
