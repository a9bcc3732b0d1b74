"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Somebody waits at a page: a statement that takes longer is given up, and they are told (config.edge.busy).
os.environ.setdefault("STATEMENT_TIMEOUT", "30")

application = get_wsgi_application()
