from audit.actions import AuditAction


class Action(AuditAction):
    """What documents do, by their kinds, and periods."""

    OPENING_STOCK_RECORDED = "inventory.opening_stock.recorded"
    OPENING_STOCK_REVERSED = "inventory.opening_stock.reversed"
    PERIOD_CLOSED = "accounting.period.closed"
    PERIOD_REOPENED = "accounting.period.reopened"
    SALE_RECORDED = "sales.sale.recorded"
