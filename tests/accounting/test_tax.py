"""The rounding that accounting/tax/rules/tax.py describes, by worked examples and by its laws."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting.tax.rules.tax import TaxComponent, tax_line


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
