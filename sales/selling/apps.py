from django.apps import AppConfig


class SellingConfig(AppConfig):
    name = "sales.selling"
