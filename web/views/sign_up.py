"""Opening a business: the form, its live check of the address, the way in."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kernel.errors import DomainError
from tenants.life.operations.sign_up import SignUp, sign_up
from tenants.life.queries.subdomains import check_subdomain
from web.forms.errors import show_errors
from web.forms.sign_up import SignUpForm
from web.hosts import base_host, business_hosts
from web.once import Done, visitor_once


@csp_update({"form-action": business_hosts()})
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up_page(request: HttpRequest) -> HttpResponse:
    """The form; when all is well the visitor stands in the new business, signed in."""
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        try:
            return visitor_once(
                request,
                lambda: sign_up(command=SignUp(**form.cleaned_data), now=timezone.now()),
                lambda business: Done(business.enter),
            )
        except DomainError as error:
            show_errors(form, error)
    return render(
        request,
        "public/sign_up.html",
        {"form": form, "base_host": base_host(request)},
        status=422 if form.errors else 200,
    )


@require_GET
def check_page(request: HttpRequest) -> HttpResponse:
    """Under the address while it is typed: free, or why not and what else."""
    asked = request.GET.get("subdomain", "")
    answer = check_subdomain(asked, now=timezone.now()) if asked.strip() else None
    return render(request, "public/subdomain_answer.html", {"answer": answer, "base_host": base_host(request)})
