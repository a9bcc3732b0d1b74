from django.apps import AppConfig


class LifeConfig(AppConfig):
    name = "tenants.life"
