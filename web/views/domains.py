"""The hosts that a business answers at."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kernel.errors import DomainError, NotFound
from kernel.permissions import Permission
from tenants.domains.enums import DomainState
from tenants.domains.operations.own_domains import (
    add_own_domain,
    check_own_domain,
    make_own_domain_primary,
    remove_own_domain,
)
from tenants.domains.queries.domains import domain, domains
from web.access import PageRequest, page
from web.forms.domain import DomainForm
from web.forms.errors import show_errors
from web.once import Done, press_once, send_once


@page(Permission.COMPANY_DOMAIN_READ)
def listing(request: PageRequest) -> HttpResponse:
    """The subdomain and the domains of one's own, with what proves them."""
    return _listing(request, DomainForm())


@page(Permission.COMPANY_DOMAIN_WRITE, methods=("POST",))
def new(request: PageRequest) -> HttpResponse:
    """Another domain, to be proved."""
    form = DomainForm(request.POST)
    if form.is_valid():
        try:
            return send_once(
                request,
                lambda: add_own_domain(
                    actor=request.user, tenant_id=request.tenant.id, host=form.cleaned_data["host"], now=timezone.now()
                ),
                lambda host: Done(reverse("domain_list"), f"Now publish the TXT record of {host}."),
                cross_schema=True,
            )
        except DomainError as error:
            show_errors(form, error)
    return _listing(request, form)


@page(Permission.COMPANY_DOMAIN_WRITE, methods=("POST",))
def check(request: PageRequest, host: str) -> HttpResponse:
    """Ask the DNS now, as often as it is pressed."""
    try:
        check_own_domain(actor=request.user, tenant_id=request.tenant.id, host=host, now=timezone.now())
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, error.detail)
        return redirect("domain_list")
    found = domain(request.user, tenant_id=request.tenant.id, host=host)
    if found.state is DomainState.LIVE:
        messages.success(request, f"{host} answers.")
    else:
        messages.error(request, found.problem)
    return redirect("domain_list")


@page(Permission.COMPANY_DOMAIN_WRITE, methods=("POST",))
def make_primary(request: PageRequest, host: str) -> HttpResponse:
    """Mails and links point there from now on."""
    return press_once(
        request,
        lambda: make_own_domain_primary(actor=request.user, tenant_id=request.tenant.id, host=host, now=timezone.now()),
        lambda _: Done(reverse("domain_list"), f"Mails and links point to {host} now."),
        back="domain_list",
        cross_schema=True,
    )


@page(Permission.COMPANY_DOMAIN_WRITE, methods=("POST",))
def remove(request: PageRequest, host: str) -> HttpResponse:
    """It answers no more."""
    return press_once(
        request,
        lambda: remove_own_domain(actor=request.user, tenant_id=request.tenant.id, host=host, now=timezone.now()),
        lambda _: Done(reverse("domain_list"), f"{host} is given up."),
        back="domain_list",
        cross_schema=True,
    )


def _listing(request: PageRequest, form: DomainForm) -> HttpResponse:
    rows = domains(request.user, tenant_id=request.tenant.id)
    status = 422 if form.errors else 200
    return render(request, "domains/list.html", {"form": form, "domains": rows}, status=status)
