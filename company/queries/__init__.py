from company.queries.business import BusinessInfo, business
from company.queries.outlets import OutletInfo, outlet_for, outlets_for

__all__ = ["BusinessInfo", "OutletInfo", "business", "outlet_for", "outlets_for"]
