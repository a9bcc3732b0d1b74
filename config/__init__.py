"""The Celery application is made with Django, so that every process sends its tasks there."""

from config.celery import app

__all__ = ["app"]
