from accounting.ledger.enums import AccountKind
from accounting.ledger.rules.chart import ChartLine
from accounting.ledger.steps.ensure_accounts import ensure_accounts
from accounting.tax.models import TaxCode, TaxRate
from accounting.tax.rules.accounts import output_tax_role
from accounting.tax.rules.tax_sets import TAX_SETS
from company.rules.countries import COUNTRIES
from kernel.openings import Opening
from kernel.transactions import require_transaction


def open_taxes(opening: Opening) -> None:
    """Write the tax codes of the business's country with their dated rates, and an account for each component.

    Four statements at most.
    """
    require_transaction()
    codes = TAX_SETS[COUNTRIES[opening.country].tax_set]
    rows = TaxCode.objects.bulk_create(
        TaxCode(code=code.code, name=code.name, treatment=code.treatment) for code in codes
    )
    TaxRate.objects.bulk_create(
        TaxRate(
            tax_code=row,
            component=rate.component,
            percent=rate.percent,
            per_unit=rate.per_unit,
            above=rate.above,
            valid_from=rate.valid_from,
            valid_to=rate.valid_to,
        )
        for row, code in zip(rows, codes, strict=True)
        for rate in code.rates
    )
    components = sorted({rate.component for code in codes for rate in code.rates})
    ensure_accounts(tuple(_output_account(component, number) for number, component in enumerate(components, start=1)))


def _output_account(component: str, number: int) -> ChartLine:
    return ChartLine(f"22{number:02d}", f"Output {component}", AccountKind.LIABILITY, output_tax_role(component))
