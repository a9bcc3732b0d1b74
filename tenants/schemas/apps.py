from django.apps import AppConfig


class SchemasConfig(AppConfig):
    name = "tenants.schemas"
