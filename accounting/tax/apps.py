from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "accounting.tax"
