from tenants.archives.models.backup import Backup
from tenants.archives.models.data_export import DataExport
from tenants.archives.models.loose_schema import LooseSchema

__all__ = ["Backup", "DataExport", "LooseSchema"]
