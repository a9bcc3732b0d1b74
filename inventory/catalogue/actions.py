from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to products and categories."""

    CATEGORY_CREATED = "inventory.category.created"
    PRODUCT_ARCHIVED = "inventory.product.archived"
    PRODUCT_CREATED = "inventory.product.created"
    PRODUCT_RESTORED = "inventory.product.restored"
    PRODUCT_UPDATED = "inventory.product.updated"
