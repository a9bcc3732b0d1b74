from billing.models.invoice import Invoice
from billing.models.plan import Plan, PlanPrice
from billing.models.stripe_event import StripeEvent
from billing.models.subscription import Subscription
from billing.models.usage import QuotaNotice, UsageRecord

__all__ = ["Invoice", "Plan", "PlanPrice", "QuotaNotice", "StripeEvent", "Subscription", "UsageRecord"]
