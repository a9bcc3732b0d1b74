from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from accounting.tax.models import TaxCode, TaxRate
from accounting.tax.rules.tax import TaxComponent


@dataclass(frozen=True, slots=True)
class TaxCodeInfo:
    """A tax code with what it comes to on a day; `percent`, of the lowest band, is None where the code is not valid."""

    id: int
    code: str
    name: str
    components: tuple[TaxComponent, ...]
    percent: Decimal | None


def tax_codes(day: date) -> list[TaxCodeInfo]:
    """All codes, with the rates of the day. Three statements."""
    valid = TaxRate.objects.filter(valid__contains=day)
    codes = TaxCode.objects.prefetch_related(
        Prefetch("rates", queryset=valid.order_by("above", "component"), to_attr="valid_rates"), "rates"
    )
    return [_info(code) for code in codes]


def _info(code: TaxCode) -> TaxCodeInfo:
    valid: list[TaxRate] = code.valid_rates  # type: ignore[attr-defined]
    components = tuple(TaxComponent(rate.component, rate.percent, rate.per_unit, rate.above) for rate in valid)
    lapsed = not components and bool(code.rates.all())
    percent = None if lapsed else sum((part.percent for part in components if not part.above), Decimal(0))
    return TaxCodeInfo(code.pk, code.code, code.name, components, percent)


def tax_code_ids() -> set[int]:
    """The ids of all codes."""
    return set(TaxCode.objects.values_list("pk", flat=True))
