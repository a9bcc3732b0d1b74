from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, their components and their scripts."""

    name = "web"
