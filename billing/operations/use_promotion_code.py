from datetime import datetime

from audit.authors import Author
from billing import gateway
from billing.actions import Action
from billing.answers import ask
from billing.asking import enter


def use_promotion_code(*, actor: Author, tenant_id: int, code: str, now: datetime) -> None:
    """A discount on a subscription there is. On the public schema. NotSubscribed, PaymentRefused."""
    gateway.apply_promotion_code(ask(tenant_id).paid, code=code.strip())
    enter(tenant_id, actor=actor, action=Action.COUPON_USED, changes={"code": code.strip()}, now=now)
