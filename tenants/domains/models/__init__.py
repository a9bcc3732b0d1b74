from tenants.domains.models.custom_domain import CustomDomain

__all__ = ["CustomDomain"]
