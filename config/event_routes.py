"""Who hears of what: for each kind of event the functions that are called after its commit, in Celery.

A handler takes the event's payload as keyword arguments. It may be called more than once for the same event, and
after other events than the ones it came with.
"""

EVENT_ROUTES: dict[str, tuple[str, ...]] = {
    "billing.access_changed": ("billing.operations.notify_owners.tell_of_access",),
    "billing.quota_threshold_reached": ("billing.operations.notify_owners.tell_of_threshold",),
    "tenants.backup_requested": ("tenants.archives.operations.carry_out.back_up",),
    "tenants.restore_requested": ("tenants.archives.operations.carry_out.restore",),
    "tenants.business_closing": (
        "billing.operations.end_with_business.when_closing",
        "tenants.life.operations.notify_of_closing.notify_of_closing",
    ),
    "tenants.business_kept": ("billing.operations.end_with_business.when_kept",),
    "tenants.business_purged": ("billing.operations.end_with_business.when_purged",),
    "tenants.export_requested": ("tenants.archives.operations.make_export.make_export",),
    "inventory.opening_stock_recorded": ("webhooks.operations.queue_deliveries.queue_deliveries",),
    "inventory.product_changed": ("webhooks.operations.queue_deliveries.queue_deliveries",),
    "sales.sale_recorded": ("webhooks.operations.queue_deliveries.queue_deliveries",),
    "webhooks.webhook_disabled": ("webhooks.operations.notify_of_webhook.notify_of_webhook",),
    "tenants.business_opened": (
        "tenants.life.operations.welcome_owner.send_verification",
        "tenants.life.operations.welcome_owner.send_welcome",
    ),
    "tenants.domain_failing": ("tenants.domains.operations.warn_of_domain.warn_of_domain",),
}
