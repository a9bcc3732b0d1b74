from accounting.tax.models import TaxCode, TaxRate
from accounting.tax.rules.tax_sets import TAX_SETS
from company.rules.countries import COUNTRIES
from kernel.openings import Opening
from kernel.transactions import require_transaction


def open_taxes(opening: Opening) -> None:
    """Write the tax codes of the business's country with their dated rates: two statements."""
    require_transaction()
    codes = TAX_SETS[COUNTRIES[opening.country].tax_set]
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
