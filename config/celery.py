"""The Celery application. Every task is told its schema by a header and refuses to run without it."""

import os

from celery.signals import task_postrun, task_prerun
from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# No statement outlives the longest task (CELERY_TASK_TIME_LIMIT) by much: its worker may be gone.
os.environ.setdefault("STATEMENT_TIMEOUT", "900")

# The package takes a task without a schema for one of the public schema. Ours are set, or rejected, by the task itself.
task_prerun.disconnect(dispatch_uid="tenant_schemas_switch_schema")
task_postrun.disconnect(dispatch_uid="tenant_schemas_restore_schema")

app = CeleryApp("counterfoil", task_cls="tenants.life.schema_task:SchemaTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
