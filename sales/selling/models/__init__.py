from sales.selling.models.sale import Payment, Sale, SaleLine

__all__ = ["Payment", "Sale", "SaleLine"]
