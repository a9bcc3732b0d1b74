from datetime import date

import pytest
from django.template import Context, Template

from company.queries import BusinessInfo
from web.templatetags import counterfoil as tags

INDIA = BusinessInfo("Shop", "IN", "INR", "Asia/Kolkata", "en_IN", True, 4)
KENYA = BusinessInfo("Duka", "KE", "KES", "Africa/Nairobi", "en_KE", True, 1)


def test_money_is_written_as_at_home():
    assert tags.money(128432000, INDIA) == "₹12,84,320.00"
    assert tags.amount(128432000, INDIA) == "12,84,320.00"
    assert tags.amount(128432000, KENYA) == "1,284,320.00"
    assert tags.money(None, INDIA) == tags.amount(None, INDIA) == "–"


@pytest.mark.parametrize(
    ("amount", "business", "text"),
    [
        (None, INDIA, "–"),
        (45_022, INDIA, "₹450.22"),
        (28_724_213, INDIA, "₹2,87,242"),
        (462_000_000, KENYA, "Ksh4.62M"),
        (-28_724_213, INDIA, "-₹2,87,242"),
    ],
)
def test_money_on_a_card_is_short(amount, business, text):
    assert tags.money_short(amount, business).replace("\xa0", " ") == text


def test_a_change_says_its_direction_in_words_too():
    assert tags.change_badge(None) == ""
    assert 'data-tone="good"' in tags.change_badge(12.4)
    assert "+12.4%" in tags.change_badge(12.4)
    assert "down" in tags.change_badge(-2.3)


@pytest.mark.parametrize(
    ("expires", "text"),
    [
        ((2026, 11, 20), "Expired"),
        ((2026, 11, 21), "Today"),
        ((2026, 11, 22), "1 day"),
        ((2026, 12, 5), "14 days"),
        ((2027, 3, 1), ""),
    ],
)
def test_how_near_the_end_is(expires, text):
    badge = tags.expiry_badge(date(*expires), date(2026, 11, 21))
    assert text in badge
    assert bool(badge) is bool(text)


def test_names_are_shortened():
    assert tags.initials("Mama Kiosk Ltd") == "MK"
    assert tags.initials("") == "–"
    assert tags.first_name("Olive Owner") == "Olive"
    assert tags.first_name(" ") == ""


def test_an_icon_is_drawn_inline_and_hidden_from_readers():
    svg = Template('{% load counterfoil %}{% icon "package" "size-5" %}').render(Context())
    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg
    assert 'class="size-5"' in svg
