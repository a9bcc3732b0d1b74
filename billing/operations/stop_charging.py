from datetime import datetime

from audit.authors import Author
from billing.actions import Action
from billing.asking import enter
from billing.ending import end_at_stripe
from tenants.life.queries.tenants import is_closing


def stop_charging(*, actor: Author, tenant_id: int, now: datetime) -> None:
    """End what a closing business pays, and could still pay, at once. On the public schema.

    Nothing happens when the closing was cancelled meanwhile: this may be called late, and again.
    """
    if is_closing(tenant_id) and end_at_stripe(tenant_id):
        changes = {"reason": "the business is closed"}
        enter(tenant_id, actor=actor, action=Action.SUBSCRIPTION_ENDED, changes=changes, now=now)
