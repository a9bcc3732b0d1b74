from billing.gateway import price_of
from billing.models import PlanPrice
from kernel.schemas import use_public


def offer_plans() -> int:
    """Make sure that Stripe has every price that can be paid. Returns how many it had not. PaymentsUnavailable."""
    use_public()
    missing = PlanPrice.objects.select_related("plan").filter(stripe_price_id=None, retired_at=None)
    for price in missing.order_by("pk"):
        stripe_price_id = price_of(
            lookup_key=price.lookup_key,
            product=f"counterfoil-{price.plan.code}",
            product_name=f"Counterfoil {price.plan.name}",
            currency=price.currency,
            interval=price.interval,
            amount=price.amount,
        )
        PlanPrice.objects.filter(pk=price.pk).update(stripe_price_id=stripe_price_id)
    return len(missing)
