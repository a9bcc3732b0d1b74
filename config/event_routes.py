"""Who hears of what: for each kind of event the functions that are called after its commit, in Celery.

A handler takes the event's payload as keyword arguments. It may be called more than once for the same event, and
after other events than the ones it came with.
"""

EVENT_ROUTES: dict[str, tuple[str, ...]] = {
    "billing.quota_threshold_reached": ("billing.operations.tell_owners.tell_of_threshold",),
    "tenants.business_closing": ("tenants.operations.tell_of_closing.tell_of_closing",),
    "tenants.export_requested": ("tenants.operations.make_export.make_export",),
    "tenants.business_opened": (
        "tenants.operations.welcome_owner.send_verification",
        "tenants.operations.welcome_owner.send_welcome",
    ),
    "tenants.domain_failing": ("tenants.operations.warn_of_domain.warn_of_domain",),
}
