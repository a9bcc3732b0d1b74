"""The base of every Celery task: it works in one schema, named by a header, or it doesn't run at all."""

import time
from typing import Any

import sentry_sdk
import structlog
from celery.exceptions import Reject
from django.conf import settings
from structlog.contextvars import bound_contextvars
from tenant_schemas_celery.app import get_schema_name_from_task
from tenant_schemas_celery.task import TenantTask

from kernel.errors import Unavailable
from kernel.schemas import PUBLIC, in_schema
from kernel.transactions import refusal_of
from tenants.life.queries.tenants import is_working, resting_state
from tenants.life.rules.work import work_of

_PAUSE_SECONDS = 1

log = structlog.get_logger(__name__)


class SchemaTask(TenantTask):  # type: ignore[misc]
    """Runs in the schema that was set where the task was sent.

    Rejected, for good: a task without that header, one for a business for which no work is done (suspended, closing,
    gone: is_working), a business's task sent from the public schema, and the reverse; what the owner's worker does,
    anywhere else, and anything else there (settings.OWNER_WORK): a message in Redis can name any task in any queue.

    Put back, to be done later and not counted as a try: any task, while the database can't be reached.
    """

    abstract = True
    in_public: bool | None = False
    """Whether the task works on the installation (True), on businesses (False), or on either (None)."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (whatever the task takes and returns)
        if self.request.called_directly:
            self._refuse_inside_another()
            return self.run(*args, **kwargs)
        try:
            schema = self._schema()
            sentry_sdk.set_tag("tenant", schema)
            with in_schema(schema), bound_contextvars(tenant=schema, task=self.name):
                return self.run(*args, **kwargs)
        except Exception as error:
            if not isinstance(refusal_of(error), Unavailable):
                raise
            time.sleep(_PAUSE_SECONDS)  # nothing else could be done here meanwhile
            raise Reject("the database can't be reached", requeue=True) from error

    def _schema(self) -> str:
        schema: str | None = get_schema_name_from_task(self, {})
        if not schema:
            raise Reject("no schema in the task's headers", requeue=False)
        if self.in_public not in {None, schema == PUBLIC}:
            raise Reject(f"{self.name} doesn't run in {schema}", requeue=False)
        self._refuse_what_is_anothers(schema)
        if schema != PUBLIC and not is_working(schema):
            if state := resting_state(schema):
                self.defer(schema, f"The business was {state.label}.")
            raise Reject(f"{schema} is no working business", requeue=False)
        return schema

    def _refuse_what_is_anothers(self, schema: str) -> None:
        """A process that can write to Redis gets nothing done as the owner but the owner's few jobs."""
        work = work_of(self.name, self.request.kwargs)
        if (work in settings.OWNER_WORK) == settings.DATABASE_OWNER:
            return
        log.error("task_refused", task=work[0], handler=work[1], schema=schema, owner=settings.DATABASE_OWNER)
        self.defer(schema, "It came to a worker that may not do it.")
        raise Reject(f"{self.name} isn't for this worker", requeue=False)

    def _refuse_inside_another(self) -> None:
        """No task of ours calls another like a function. Celery does, when a message asks for it: by what is to be
        called after a failure (`errbacks`), and by its own celery.map and celery.starmap.
        """
        if outer := self.app.current_worker_task:
            log.error("task_refused", task=self.name, inside=outer.name)
            raise Reject(f"{self.name} isn't called by {outer.name}", requeue=False)

    def defer(self, schema: str, why: str) -> None:
        """Called before a task is rejected that may run later or elsewhere. By default nothing: most tasks are sent
        again by the clock. A task that is not can keep its work here, with `why` in words.
        """


class PublicTask(SchemaTask):
    """The installation's own work, in the public schema."""

    abstract = True
    in_public = True
