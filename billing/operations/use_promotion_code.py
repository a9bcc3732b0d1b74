from datetime import datetime

from billing import gateway
from billing.actions import Action
from billing.answers import ask
from billing.asking import enter
from kernel.actors import Actor


def use_promotion_code(*, actor: Actor | None, tenant_id: int, code: str, now: datetime, by: str) -> None:
    """A discount on a subscription there is. On the public schema. NotSubscribed, PaymentRefused."""
    gateway.apply_promotion_code(ask(tenant_id).paid, code=code.strip())
    enter(tenant_id, actor=actor, by=by, action=Action.COUPON_USED, changes={"code": code.strip()}, now=now)
