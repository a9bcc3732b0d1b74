"""The Celery application is made with Django, so that whoever sends a task sends it there."""

from config.celery import app

__all__ = ["app"]
