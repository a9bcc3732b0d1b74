from company.queries.business import BusinessInfo, business, currency
from company.queries.outlets import OutletInfo, outlets_for

__all__ = ["BusinessInfo", "OutletInfo", "business", "currency", "outlets_for"]
