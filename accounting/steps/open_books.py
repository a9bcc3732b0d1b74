from accounting.models import Account, TaxCode, TaxRate
from accounting.rules.chart import CHART
from accounting.rules.tax_sets import TAX_SETS


def open_books(*, tax_set: str) -> None:
    """Write the chart of accounts and the tax codes: three statements. KeyError for an unknown tax set."""
    Account.objects.bulk_create(
        Account(code=line.code, name=line.name, kind=line.kind, role=line.role) for line in CHART
    )
    codes = TAX_SETS[tax_set]
    rows = TaxCode.objects.bulk_create(TaxCode(code=code.code, name=code.name) for code in codes)
    TaxRate.objects.bulk_create(
        TaxRate(
            tax_code=row,
            component=rate.component,
            percent=rate.percent,
            valid_from=rate.valid_from,
            valid_to=rate.valid_to,
        )
        for row, code in zip(rows, codes, strict=True)
        for rate in code.rates
    )
