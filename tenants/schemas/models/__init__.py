from tenants.schemas.models.spare_schema import SpareSchema
from tenants.schemas.models.template import Template

__all__ = ["SpareSchema", "Template"]
