from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to copies of a business's data."""

    BACKUP_REQUESTED = "tenants.backup.requested"
    BUSINESS_RESTORED = "tenants.business.restored"
    EXPORT_REQUESTED = "tenants.export.requested"
    RESTORE_REQUESTED = "tenants.restore.requested"
