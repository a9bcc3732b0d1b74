from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting.tax.rules.tax import TaxComponent
from inventory.catalogue.rules.sellable import Sellable
from kernel.errors import InvalidInput
from kernel.money import format_amount, format_money, round_half_up, share_out, to_minor, to_string
from sales.selling.rules.pricing import CartLine, price_cart


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("12.50", "INR", 1250), ("12", "INR", 1200), ("-0.01", "INR", -1), ("500", "JPY", 500), ("1.234", "KWD", 1234)],
)
def test_reads_an_amount_in_the_currencys_decimals(text, currency, minor):
    assert to_minor(text, currency) == minor


@pytest.mark.parametrize(
    "text", ["", "abc", "1.005", "NaN", "Infinity", "1e400", "1e999999", "1_000", "١٢", "1,000", "10000000000.01"]
)
def test_refuses_what_is_no_amount(text):
    with pytest.raises(InvalidInput):
        to_minor(text, "INR")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["INR", "JPY", "KWD"]))
def test_what_is_written_reads_back(amount, currency):
    assert to_minor(to_string(amount, currency), currency) == amount


def test_shows_indian_grouping_in_india():
    assert format_amount(128432000, "INR", locale="en_IN") == "12,84,320.00"
    assert format_amount(128432000, "KES") == "1,284,320.00"
    assert format_amount(500, "JPY") == "500"
    assert format_money(128432000, "INR", locale="en_IN") == "₹12,84,320.00"


def test_a_line_is_rounded_once_and_each_component_of_its_tax_by_itself():
    """0.5 × 33.33 is 16.665, so 16.67; 2.5 % of that is 0.41675, so 0.42 twice: 5 % at once would be 0.83."""
    halves = (TaxComponent("CGST", Decimal("2.5")), TaxComponent("SGST", Decimal("2.5")))
    item = Sellable(1, "RICE", "Rice", "", 33_33, "kg", archived=False, tax_code="5", treatment="", components=halves)
    cart = price_cart([CartLine(1, Decimal("0.5"))], {1: item}, discount=0, includes_tax=False)
    assert [line.unit_price for line in cart.lines] == [33_33]
    assert (cart.taxable, [tax.amount for tax in cart.taxes]) == (16_67, [42, 42])


def test_rounds_halves_away_from_zero():
    assert [round_half_up(Decimal(text)) for text in ("0.5", "1.5", "-0.5", "0.49")] == [1, 2, -1, 0]


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_shares_add_up_and_are_fair(total, weights):
    shares = share_out(total, weights)
    assert sum(shares) == total
    if sum(weights):
        assert all(
            abs(share - total * weight / sum(weights)) <= 1 + 1e-6 * total
            for share, weight in zip(shares, weights, strict=True)
        )
