"""The Celery application. Every task is told its schema by a header and refuses to run without it."""

import os
import sys
from pathlib import Path

from celery.signals import task_postrun, task_prerun
from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if Path(sys.argv[0]).name == "celery":  # every process makes this application, to send tasks
    os.environ["COUNTERFOIL_PROCESS"] = "worker"

# The package takes a task without a schema for one of the public schema. Ours are set, or rejected, by the task itself.
task_prerun.disconnect(dispatch_uid="tenant_schemas_switch_schema")
task_postrun.disconnect(dispatch_uid="tenant_schemas_restore_schema")

app = CeleryApp("counterfoil", task_cls="tenants.life.schema_task:SchemaTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
