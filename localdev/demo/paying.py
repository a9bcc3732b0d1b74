"""How the demo business pays: at the stand-in for Stripe, so that invoices and the portal have something to show."""

from datetime import datetime
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model

from audit.authors import Author, person_elsewhere
from billing.operations.reconcile import reconcile
from billing.operations.start_checkout import StartCheckout, start_checkout
from billing.queries.plans import offered_plans
from billing.rules.life import TRIAL
from kernel.schemas import in_schema, use_public
from localdev.demo.people import OWNER
from tenants.life.queries.hosts import TenantInfo, subdomain_host

_CARD = "4242424242424242"


def pay(demo: TenantInfo, subdomain: str, now: datetime) -> None:
    """Subscribe. Where a real Stripe is used, or none, its trial begins anew instead: it was over weeks ago.

    RuntimeError when the stand-in refuses the card.
    """
    use_public()
    if not settings.STRIPE_API_BASE:
        subscriptions = apps.get_model("billing", "Subscription").objects.filter(tenant_id=demo.id)
        subscriptions.update(status_since=now, trial_ends_at=now + TRIAL)
        return
    owner = _owner(demo)
    command = StartCheckout(_price(), OWNER.email, subdomain_host(subdomain))
    page = urlsplit(start_checkout(actor=owner, tenant_id=demo.id, command=command, now=now))
    stand_in = HTTPConnection(page.netloc, timeout=10)
    stand_in.request("POST", page.path, urlencode({"number": _CARD}))
    answer = stand_in.getresponse().status
    stand_in.close()
    if answer != 303:
        raise RuntimeError(f"the demo business could not pay: {answer}")
    reconcile(actor=owner, tenant_id=demo.id, now=now)


def _owner(demo: TenantInfo) -> Author:
    with in_schema(demo.schema_name):
        return person_elsewhere(get_user_model().objects.get(email=OWNER.email))


def _price() -> int:
    """Of the plan that its three outlets fit in, by the month."""
    prices = (price for plan in offered_plans() if plan.code == "growth" for price in plan.prices)
    return next(price.id for price in prices if (price.currency, price.interval) == ("INR", "month"))
