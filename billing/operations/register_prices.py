from billing.gateway import ensure_meter, price_of
from billing.models import PlanPrice
from kernel.entitlements import Meter
from kernel.schemas import use_public


def register_prices() -> int:
    """Make sure that Stripe has every price that can be paid, and that we know it by its id there; and the meter.

    Returns how many we knew wrongly or not at all. PaymentsUnavailable.
    """
    use_public()
    ensure_meter(Meter.SALES, name="Sales")
    changed = 0
    for price in PlanPrice.objects.select_related("plan").filter(retired_at=None).order_by("pk"):
        stripe_price_id = price_of(
            lookup_key=price.lookup_key,
            product=f"counterfoil-{price.plan.code}",
            product_name=f"Counterfoil {price.plan.name}",
            currency=price.currency,
            interval=price.interval,
            amount=price.amount,
        )
        if stripe_price_id != price.stripe_price_id:
            PlanPrice.objects.filter(pk=price.pk).update(stripe_price_id=stripe_price_id)
            changed += 1
    return changed
