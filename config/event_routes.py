"""Who hears of what: for each kind of event the functions that are called after its commit, in Celery.

A handler takes the event's payload as keyword arguments. It may be called more than once for the same event, and
after other events than the ones it came with.
"""

EVENT_ROUTES: dict[str, tuple[str, ...]] = {
    "billing.access_changed": ("billing.operations.tell_owners.tell_of_access",),
    "billing.quota_threshold_reached": ("billing.operations.tell_owners.tell_of_threshold",),
    "tenants.backup_requested": ("tenants.operations.carry_out.back_up",),
    "tenants.restore_requested": ("tenants.operations.carry_out.restore",),
    "tenants.business_closing": (
        "billing.operations.end_with_business.when_closing",
        "tenants.operations.tell_of_closing.tell_of_closing",
    ),
    "tenants.business_kept": ("billing.operations.end_with_business.when_kept",),
    "tenants.business_purged": ("billing.operations.end_with_business.when_purged",),
    "tenants.export_requested": ("tenants.operations.make_export.make_export",),
    "inventory.opening_stock_recorded": ("notifications.operations.queue_deliveries.queue_deliveries",),
    "inventory.product_changed": ("notifications.operations.queue_deliveries.queue_deliveries",),
    "sales.sale_recorded": ("notifications.operations.queue_deliveries.queue_deliveries",),
    "notifications.webhook_disabled": ("notifications.operations.tell_of_webhook.tell_of_webhook",),
    "tenants.business_opened": (
        "tenants.operations.welcome_owner.send_verification",
        "tenants.operations.welcome_owner.send_welcome",
    ),
    "tenants.domain_failing": ("tenants.operations.warn_of_domain.warn_of_domain",),
}
