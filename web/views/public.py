"""The public host: what Counterfoil is, the way to one's own business, opening a new one."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from web.forms.find_business import FindBusinessForm
from web.hosts import business_hosts, business_url


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return render(request, "public/landing.html")


@csp_update({"form-action": business_hosts()})
@require_http_methods(["GET", "POST"])
def find_business(request: HttpRequest) -> HttpResponse:
    """From the public host to the sign-in page of one's own business; it does not tell whether there is one."""
    form = FindBusinessForm(request.POST or None)
    if form.is_valid():
        return redirect(business_url(request, form.cleaned_data["subdomain"], "/sign-in/"))
    return render(request, "public/find_business.html", {"form": form})
