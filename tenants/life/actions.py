from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to a business as a whole."""

    BUSINESS_CLOSED = "tenants.business.closed"
    BUSINESS_CLOSING_CANCELLED = "tenants.business.closing_cancelled"
    TENANT_IMPERSONATED = "tenants.tenant.impersonated"
    TENANT_STATE_CHANGED = "tenants.tenant.state_changed"
