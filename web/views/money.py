"""The books."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounting.ledger.queries import trial_balance
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.forms.trial_balance import TrialBalanceForm
from web.shell import shell_of


@page(Permission.BOOKS_REPORT_READ)
def trial_balance_page(request: PageRequest) -> HttpResponse:
    """Balances of all accounts at the end of a day, of one outlet or all."""
    shell = shell_of(request)
    today = shell.today(timezone.now())
    form = TrialBalanceForm(request.GET or None, outlets=shell.outlets)
    chosen = form.cleaned_data if form.is_valid() else {}
    outlet_id = chosen["outlet"] if "outlet" in request.GET and chosen else (shell.outlet.id if shell.outlet else None)
    outlet = shell.everywhere.outlet(outlet_id) if outlet_id else None
    as_of = chosen.get("as_of") or today
    balance = trial_balance(shell.everywhere.at(outlet.id) if outlet else shell.everywhere, as_of=as_of)
    return render(
        request,
        "money/trial_balance.html",
        {"balance": balance, "outlet": outlet, "as_of": as_of, "today": today, "form": form, "outlets": shell.outlets},
    )
