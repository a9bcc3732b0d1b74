"""What lies where, in which batches."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from inventory.stock.queries.listings import BATCHES, LEVELS
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.listing import shown_list
from web.shell import shell_of


@page(Permission.STOCK_LEVEL_READ)
def levels_page(request: PageRequest) -> HttpResponse:
    """What each outlet has of each variation."""
    shell = shell_of(request)
    levels = shown_list(
        request,
        LEVELS,
        shell.scope,
        name="Stock by outlet",
        today=shell.today(timezone.now()),
        controls={"state": "Everything"},
    )
    return render(request, "stock/levels.html", {"list": levels})


@page(Permission.STOCK_LEVEL_READ)
def batches_page(request: PageRequest) -> HttpResponse:
    """The batches that are left, the first to expire on top."""
    shell = shell_of(request)
    today = shell.today(timezone.now())
    batches = shown_list(request, BATCHES, shell.scope, name="Batches", today=today, controls={"expiry": "All batches"})
    return render(request, "stock/batches.html", {"list": batches, "today": today})
