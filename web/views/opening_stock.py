"""Opening stock: rows are found by search or scan, then counted."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from company.queries import BusinessInfo
from inventory.catalogue.queries.lookup import find_variations, variation_names, variations_of
from inventory.stock.operations.record_opening_stock import (
    OpeningLine,
    OpeningStockRecord,
    RecordOpeningStock,
    record_opening_stock,
)
from inventory.stock.operations.reverse_opening_stock import reverse_opening_stock
from inventory.stock.queries.listings import OPENINGS
from kernel.errors import DomainError
from kernel.money import format_money
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.opening_stock import OpeningStockForm, opening_rows
from web.listing import shown_list, whole_number
from web.once import Done, press_once, send_once
from web.opening_summary import SEEN, seen_token, summary_of
from web.shell import shell_of


@page(Permission.STOCK_OPENING_RECORD, methods=("GET", "POST"))
def opening_page(request: PageRequest) -> HttpResponse:
    """The form; `?product=` begins with that product's variations. What was typed is summed up before it is posted."""
    shell, business = shell_of(request), shell_of(request).business
    form = OpeningStockForm(
        request.POST or None, outlets=shell.outlets, initial={"outlet": shell.outlet.id if shell.outlet else None}
    )
    rows = opening_rows(request.POST or None, business=business)
    lines: tuple[OpeningLine, ...] = ()
    seen = seen_token(request.POST)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        lines = tuple(row.line() for row in rows.forms)
        if not lines or request.POST.get(SEEN) == seen:
            command = RecordOpeningStock(form.cleaned_data["outlet"], lines)
            try:
                return send_once(
                    request,
                    lambda: record_opening_stock(actor=request.user, command=command, now=timezone.now()),
                    lambda done: Done(reverse("stock_list"), _told(done, business)),
                )
            except DomainError as error:
                show_errors(form, error, rows={"lines": rows})
                lines = ()
    ids = {found for row in rows.forms if (found := whole_number(row["variation_id"].value()))}
    names = variation_names(request.user, ids) if ids else {}
    product = whole_number(request.GET.get("product"))
    context = {
        "form": form,
        "rows": [(row, names.get(whole_number(row["variation_id"].value()) or 0)) for row in rows.forms],
        "formset": rows,
        "starting": variations_of(request.user, product) if product and not rows.is_bound else [],
        "blank": rows.empty_form,
        "summary": summary_of(shell.everywhere, lines, names, business) if lines else None,
        "seen": seen,
        "business": business,
    }
    wrong = request.method == "POST" and not lines
    return render(request, "stock/opening.html", context, status=422 if wrong else 200)


@page(Permission.STOCK_OPENING_RECORD)
def recorded(request: PageRequest) -> HttpResponse:
    """What was recorded, and the way to take it back."""
    shell = shell_of(request)
    today = shell.today(timezone.now())
    shown = shown_list(
        request, OPENINGS, shell.scope, name="Opening stock", today=today, controls={"reversed": "All of it"}
    )
    return render(request, "stock/openings.html", {"list": shown})


@page(Permission.STOCK_OPENING_RECORD, methods=("POST",))
def reverse_it(request: PageRequest, opening_id: UUID) -> HttpResponse:
    """Its goods leave the shelf and the books."""
    reason = request.POST.get("reason", "")
    return press_once(
        request,
        lambda: reverse_opening_stock(actor=request.user, opening_id=opening_id, reason=reason, now=timezone.now()),
        lambda _: Done(reverse("opening_list"), "Reversed: the goods have left the shelf and the books."),
        back="opening_list",
    )


@page(Permission.STOCK_OPENING_RECORD)
def find(request: PageRequest) -> HttpResponse:
    """Under the search field: what matches."""
    text = request.GET.get("find", "").strip()
    found = find_variations(request.user, text) if text else []
    return render(request, "stock/opening_found.html", {"found": found, "text": text})


def _told(done: OpeningStockRecord, business: BusinessInfo) -> str:
    if not done.value:
        return "The goods are on the shelf. They are worth nothing, so the books stay as they are."
    value = format_money(done.value, business.currency, locale=business.locale)
    return f"{done.number}: {value} of stock is on the shelf and in the books."
