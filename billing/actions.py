from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to what a business pays, and to what it may use."""

    CHECKOUT_STARTED = "billing.checkout.started"
    COUPON_USED = "billing.coupon.used"
    CUSTOMER_DELETED = "billing.customer.deleted"
    PLAN_CHANGED = "billing.plan.changed"
    PORTAL_OPENED = "billing.portal.opened"
    QUOTA_THRESHOLD_REACHED = "billing.quota.threshold_reached"
    STRIPE_EVENT_RECEIVED = "billing.stripe_event.received"
    SUBSCRIPTION_CANCELLED = "billing.subscription.cancelled"
    SUBSCRIPTION_CONTINUED = "billing.subscription.continued"
    SUBSCRIPTION_ENDED = "billing.subscription.ended"
    SUBSCRIPTION_RECONCILED = "billing.subscription.reconciled"
    SUBSCRIPTION_SETTLED = "billing.subscription.settled"
