from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q

from accounting.tax.models import TaxCode, TaxRate
from accounting.tax.rules.tax import TaxComponent


@dataclass(frozen=True, slots=True)
class TaxCodeInfo:
    """A tax code with what it comes to on a day; `percent` is None where the code is not valid."""

    id: int
    code: str
    name: str
    components: tuple[TaxComponent, ...]
    percent: Decimal | None


def tax_codes(day: date) -> list[TaxCodeInfo]:
    """All codes, with the rates of the day. Three statements."""
    valid = TaxRate.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
    codes = TaxCode.objects.prefetch_related(
        Prefetch("rates", queryset=valid.order_by("component"), to_attr="valid_rates"), "rates"
    )
    return [_info(code) for code in codes]


def _info(code: TaxCode) -> TaxCodeInfo:
    valid: list[TaxRate] = code.valid_rates  # type: ignore[attr-defined]
    components = tuple(TaxComponent(rate.component, rate.percent) for rate in valid)
    lapsed = not components and bool(code.rates.all())
    percent = None if lapsed else sum((part.percent for part in components), Decimal(0))
    return TaxCodeInfo(code.pk, code.code, code.name, components, percent)


def tax_code_ids() -> set[int]:
    """The ids of all codes."""
    return set(TaxCode.objects.values_list("pk", flat=True))
