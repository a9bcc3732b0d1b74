from tenants.models.backup import Backup
from tenants.models.custom_domain import CustomDomain
from tenants.models.data_export import DataExport
from tenants.models.loose_schema import LooseSchema
from tenants.models.pending_sign_up import PendingSignUp
from tenants.models.reservation import Reservation
from tenants.models.schema_migration import SchemaMigration
from tenants.models.spare_schema import SpareSchema
from tenants.models.template import Template
from tenants.models.tenant import Domain, Tenant

__all__ = [
    "Backup",
    "CustomDomain",
    "DataExport",
    "Domain",
    "LooseSchema",
    "PendingSignUp",
    "Reservation",
    "SchemaMigration",
    "SpareSchema",
    "Template",
    "Tenant",
]
