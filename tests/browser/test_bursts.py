"""A scan into whatever has the focus adds, finds or refuses; it never fills a field, sends a form or presses a button."""

import os
from random import Random

import pytest

from tests.browser.bursts import PAGES, wrong_with

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BURSTS = int(os.environ.get("BURSTS", "42"))
"""`make soak` asks for a thousand."""
SEED = int(os.environ.get("SEED", "1"))


def test_random_scans_into_every_page_fill_no_field_and_send_no_form(visit, shop):
    dice = Random(SEED)  # noqa: S311 (the same scans each time)
    page = visit("desktop", "light", shop.state).page
    pages = [PAGES[turn % len(PAGES)] for turn in range(BURSTS)]
    wrong = [found for path in pages if (found := wrong_with(page, f"{shop.home}{path}", dice))]
    assert wrong == []
