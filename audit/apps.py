from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        # What the violation of a constraint is called must be known before one is violated, whatever was imported.
        autodiscover_modules("errors")
