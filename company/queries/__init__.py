from company.queries.business import BusinessInfo, business
from company.queries.outlets import OutletInfo, outlets_for

__all__ = ["BusinessInfo", "OutletInfo", "business", "outlets_for"]
