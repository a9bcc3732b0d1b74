from company.models.business import Business
from company.models.number_series import NumberSeries
from company.models.outlet import Outlet, OutletUserObjectPermission

__all__ = ["Business", "NumberSeries", "Outlet", "OutletUserObjectPermission"]
