"""The rounding that accounting/tax/rules/tax.py describes, by worked examples and by its laws."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from accounting.ledger.models import Account
from accounting.tax.models import TaxCode, TaxRate
from accounting.tax.rules.accounts import output_tax_role
from accounting.tax.rules.tax import TaxComponent, tax_line
from accounting.tax.rules.tax_sets import TAX_SETS


def gst(slab: str) -> list[TaxComponent]:
    half = Decimal(slab) / 2
    return [TaxComponent("CGST", half), TaxComponent("SGST", half)]


def test_24_900_rupees_including_28_percent():
    taxed = tax_line(24_900_00, gst("28"), includes_tax=True)
    assert taxed.taxable == 19_453_12
    assert [tax.amount for tax in taxed.taxes] == [2_723_44, 2_723_44]


def test_16_000_including_7_percent_in_one_component():
    taxed = tax_line(16_000_00, [TaxComponent("VAT", Decimal(7))], includes_tax=True)
    assert (taxed.taxable, taxed.tax) == (14_953_27, 1_046_73)


def test_tax_comes_on_top_where_prices_exclude_it():
    taxed = tax_line(999, gst("18"), includes_tax=False)
    assert (taxed.taxable, taxed.tax, taxed.total) == (999, 180, 1179)


def test_nothing_is_charged_without_components():
    assert tax_line(5_00, [], includes_tax=True).total == 5_00


percents = st.decimals(0, 50, places=3)


@given(st.integers(0, 10**13), st.lists(percents, max_size=3))
def test_an_inclusive_price_is_split_without_losing_a_paisa(amount, rates):
    taxed = tax_line(amount, [TaxComponent(f"T{i}", rate) for i, rate in enumerate(rates)], includes_tax=True)
    assert taxed.taxable + taxed.tax == amount
    assert 0 <= taxed.tax <= amount + len(rates)


@given(st.integers(0, 10**13), percents, st.booleans())
def test_equal_rates_give_equal_amounts(amount, rate, includes_tax):
    one, two = tax_line(
        amount, [TaxComponent("CGST", rate), TaxComponent("SGST", rate)], includes_tax=includes_tax
    ).taxes
    assert one.amount == two.amount


@given(st.integers(0, 10**13), percents)
def test_a_component_is_never_off_by_more_than_half_a_paisa(amount, rate):
    (tax,) = tax_line(amount, [TaxComponent("VAT", rate)], includes_tax=True).taxes
    assert abs(tax.amount - amount * rate / (100 + rate)) <= Decimal("0.5")


@pytest.mark.parametrize("amount", [1, 2, 3, 49, 50, 51])
def test_small_amounts_keep_a_taxable_value(amount):
    assert tax_line(amount, gst("40"), includes_tax=True).taxable >= 0


GARMENTS = [TaxComponent("VAT", Decimal(5)), TaxComponent("VAT", Decimal(18), above=2_500_00)]


@pytest.mark.parametrize(
    ("price", "quantity", "includes_tax", "percent"),
    [
        (2_500_00, "1", False, 5),
        (2_500_01, "1", False, 18),
        (5_000_00, "2", False, 5),
        (2_625_00, "1", True, 5),
        (2_625_01, "1", True, 18),  # neither 5 % of what is over 2,500 nor 18 % of what is under: the higher rate
        (2_950_00, "1", True, 18),
        (0, "0", True, 5),
    ],
)
def test_a_rate_may_depend_on_what_a_unit_is_worth(price, quantity, includes_tax, percent):
    (tax,) = tax_line(price, GARMENTS, includes_tax=includes_tax, quantity=Decimal(quantity)).taxes
    assert tax.percent == percent


def test_a_cess_by_quantity_comes_on_top():
    cess = [*gst("28"), TaxComponent("CESS", Decimal(0), per_unit=4_00)]
    taxed = tax_line(100_00, cess, includes_tax=False, quantity=Decimal("2.5"))
    assert [tax.amount for tax in taxed.taxes] == [14_00, 14_00, 10_00]
    assert (taxed.taxable, taxed.total) == (100_00, 138_00)


def test_a_cess_by_quantity_is_taken_off_an_inclusive_price_first():
    cess = [*gst("28"), TaxComponent("CESS", Decimal(0), per_unit=10_00)]
    taxed = tax_line(138_00, cess, includes_tax=True)
    assert [tax.amount for tax in taxed.taxes] == [14_00, 14_00, 10_00]
    assert (taxed.taxable, taxed.total) == (100_00, 138_00)


@given(st.integers(0, 10**9), st.integers(0, 10**6), percents, st.decimals(0, 1000, places=3), st.booleans())
def test_an_amount_is_never_lost_nor_a_value_negative(amount, per_unit, rate, quantity, includes_tax):
    components = [TaxComponent("GST", rate), TaxComponent("CESS", Decimal(0), per_unit=per_unit)]
    taxed = tax_line(amount, components, includes_tax=includes_tax, quantity=quantity)
    assert taxed.taxable >= 0
    assert (taxed.total if includes_tax else taxed.taxable) == amount


def rates_on(code, day):
    return [(rate.component, rate.percent) for rate in next(c for c in TAX_SETS["india_gst"] if c.code == code).rates
            if rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to)]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day", "half"),
    [
        ("GST0.25", date(2026, 11, 1), "0.125"), ("GST1.5", date(2026, 11, 1), "0.75"),
        ("GST3", date(2017, 7, 1), "1.5"), ("GST28", date(2025, 9, 21), "14"), ("TOBACCO", date(2025, 9, 22), "14"),
        ("TOBACCO", date(2026, 1, 31), "14"), ("TOBACCO", date(2026, 2, 1), "20"), ("BIRI", date(2026, 2, 1), "9"),
        ("GST40", date(2025, 9, 22), "20"),
    ],
)  # fmt: skip
def test_india_s_rates_by_their_days(code, day, half):
    assert rates_on(code, day) == [("CGST", Decimal(half)), ("SGST", Decimal(half))]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("GST28", date(2025, 9, 22)),
        ("GST12", date(2025, 9, 22)),
        ("GST40", date(2025, 9, 21)),
        ("GST5", date(2017, 6, 30)),
    ],
)
def test_a_rate_that_has_ended_or_not_begun_is_none(code, day):
    assert rates_on(code, day) == []


def test_a_code_has_one_rate_of_a_component_a_day(tenant):
    code = TaxCode.objects.get(code="GST18")
    with pytest.raises(IntegrityError, match="tax_rate_one_a_day"):
        TaxRate.objects.create(tax_code=code, component="CGST", percent=9, valid_from=date(2026, 1, 1))


def test_each_component_has_an_account_of_its_own(tenant):
    roles = set(Account.objects.values_list("role", flat=True))
    assert {output_tax_role(component) for component in TaxRate.objects.values_list("component", flat=True)} <= roles
