from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to a business's outlets."""

    BUSINESS_OPENED = "company.business.opened"
    OUTLETS_ASSIGNED = "company.outlets.assigned"
    OUTLET_CREATED = "company.outlet.created"
    OUTLET_RENAMED = "company.outlet.renamed"
