from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to domains of one's own."""

    DOMAIN_ADDED = "tenants.domain.added"
    DOMAIN_CHECKED = "tenants.domain.checked"
    DOMAIN_LAPSED = "tenants.domain.lapsed"
    DOMAIN_MADE_PRIMARY = "tenants.domain.made_primary"
    DOMAIN_REMOVED = "tenants.domain.removed"
    DOMAIN_VERIFIED = "tenants.domain.verified"
