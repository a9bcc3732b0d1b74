from company.models.business import Business
from company.models.number_series import NumberSeries
from company.models.outlet import Outlet, OutletUserObjectPermission
from company.models.party import Party
from company.models.tax_registration import TaxRegistration

__all__ = ["Business", "NumberSeries", "Outlet", "OutletUserObjectPermission", "Party", "TaxRegistration"]
