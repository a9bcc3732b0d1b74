"""The public host: what Counterfoil is, the way to one's own business, opening a new one."""

from typing import NamedTuple

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from web.forms.find_business import FindBusinessForm
from web.hosts import business_hosts, business_url


class _Feature(NamedTuple):
    icon: str
    title: str
    text: str


class _Role(NamedTuple):
    name: str
    text: str


FEATURES = (
    _Feature("scan-barcode", "A till that keeps up", "Scan, search or tap. Split the bill over cash, card and UPI. Works with keys alone, and on a phone."),
    _Feature("calendar-clock", "Batches that know their date", "First to expire leaves first. What has expired can't be sold, and you hear of it a month before."),
    _Feature("scale", "Double entry, done for you", "Sales, cost and tax are posted as they happen. Debits equal credits, for every outlet, always."),
    _Feature("store", "One shop or two hundred", "Stock, figures and people by outlet, or all together. Each person works where you say."),
    _Feature("percent", "Tax by the book", "GST with CGST and SGST in equal halves, rates by date. Old receipts keep the rate of their day."),
    _Feature("shield-check", "A trail for every change", "Who did what and when, kept for good. Nothing posted is ever rewritten; mistakes are reversed."),
)  # fmt: skip

ROLES = (
    _Role("Owner", "Everything, at every outlet."),
    _Role("Manager", "Products, stock and prices at their outlets."),
    _Role("Accountant", "Books, tax and reports, everywhere."),
    _Role("Staff", "The till and the shelf, no cost prices."),
    _Role("Auditor", "Reads all, changes nothing."),
)


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return render(request, "public/landing.html", {"features": FEATURES, "roles": ROLES})


@csp_update({"form-action": business_hosts()})
@require_http_methods(["GET", "POST"])
def find_business(request: HttpRequest) -> HttpResponse:
    """From the public host to the sign-in page of one's own business; it does not tell whether there is one."""
    form = FindBusinessForm(request.POST or None)
    if form.is_valid():
        return redirect(business_url(request, form.cleaned_data["subdomain"], "/sign-in/"))
    return render(request, "public/find_business.html", {"form": form})
