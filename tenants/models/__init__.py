from tenants.models.tenant import Domain, Tenant

__all__ = ["Domain", "Tenant"]
