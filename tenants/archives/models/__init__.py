from tenants.archives.models.backup import Backup
from tenants.archives.models.data_export import DataExport

__all__ = ["Backup", "DataExport"]
