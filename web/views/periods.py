"""The months of the books: closed when they are over, and reopened for a reason."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounting.ledger.operations.close_period import close_period
from accounting.ledger.operations.reopen_period import reopen_period
from accounting.ledger.queries.journal import next_months
from accounting.ledger.queries.listings import PERIODS
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.listing import shown_list
from web.once import Done, press_once
from web.shell import shell_of


@page(Permission.BOOKS_REPORT_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Every month that was posted into."""
    shown = shown_list(request, PERIODS, request.user, name="Months", today=shell_of(request).today(timezone.now()))
    closes, reopens = next_months(request.user)
    return render(request, "money/periods.html", {"list": shown, "closes": closes, "reopens": reopens})


@page(Permission.BOOKS_PERIOD_CLOSE, methods=("POST",))
def close(request: PageRequest, period_id: int) -> HttpResponse:
    """Nothing is posted into it any more."""
    return press_once(
        request,
        lambda: close_period(actor=request.user, period_id=period_id, now=timezone.now()),
        lambda _: Done(reverse("period_list"), "The month is closed. Nothing is posted into it any more."),
        back="period_list",
    )


@page(Permission.BOOKS_PERIOD_REOPEN, methods=("POST",))
def reopen(request: PageRequest, period_id: int) -> HttpResponse:
    """It takes postings again."""
    reason = request.POST.get("reason", "")
    return press_once(
        request,
        lambda: reopen_period(actor=request.user, period_id=period_id, reason=reason, now=timezone.now()),
        lambda _: Done(reverse("period_list"), "The month is open again. Why is kept in the books."),
        back="period_list",
    )
