from tenants.upgrades.models.schema_migration import SchemaMigration

__all__ = ["SchemaMigration"]
