"""Closing a month and opening it again, on the page."""

from accounting.ledger.models import Period, PeriodChange
from tests.shop import last_month, make_product, put_on_shelf


def test_a_month_that_is_over_is_closed_and_reopened_for_a_reason(browse, owner, outlet):
    put_on_shelf(owner, outlet, make_product(owner), 1, received_at=last_month())
    month = Period.objects.get()
    assert f"close-{month.pk}" in browse.get("/money/months/").content.decode()
    told = browse.post(f"/money/months/{month.pk}/close/", follow=True).content.decode()
    assert "The month is closed" in told
    assert f"reopen-{month.pk}" in told
    told = browse.post(f"/money/months/{month.pk}/reopen/", {"reason": " "}, follow=True).content.decode()
    assert not Period.objects.get().is_open
    told = browse.post(f"/money/months/{month.pk}/reopen/", {"reason": "A late bill."}, follow=True).content.decode()
    assert "The month is open again" in told
    assert PeriodChange.objects.latest("pk").reason == "A late bill."


def test_a_running_month_is_not_closed_and_the_page_says_why(browse, owner, outlet):
    put_on_shelf(owner, outlet, make_product(owner), 1)
    month = Period.objects.get()
    told = browse.post(f"/money/months/{month.pk}/close/", follow=True).content.decode()
    assert "not over" in told
    assert Period.objects.get().is_open


def test_only_the_next_month_to_close_and_the_last_closed_one_have_a_button(browse, owner, outlet):
    for at in (last_month(), None):
        put_on_shelf(owner, outlet, make_product(owner), 1, received_at=at)
    first, last = Period.objects.order_by("starts_on")
    page = browse.get("/money/months/").content.decode()
    assert (f"close-{first.pk}" in page, f"close-{last.pk}" in page) == (True, False)
    page = browse.post(f"/money/months/{first.pk}/close/", follow=True).content.decode()
    assert (f"reopen-{first.pk}" in page, f"close-{last.pk}" in page) == (True, True)
