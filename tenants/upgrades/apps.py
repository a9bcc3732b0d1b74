from django.apps import AppConfig


class UpgradesConfig(AppConfig):
    name = "tenants.upgrades"
