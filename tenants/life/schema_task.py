"""The base of every Celery task: it works in one schema, named by a header, or it doesn't run at all."""

from typing import Any

import sentry_sdk
from celery.exceptions import Reject
from structlog.contextvars import bound_contextvars
from tenant_schemas_celery.app import get_schema_name_from_task
from tenant_schemas_celery.task import TenantTask

from kernel.schemas import PUBLIC, in_schema
from tenants.life.queries.tenants import is_working, resting_state


class SchemaTask(TenantTask):  # type: ignore[misc]
    """Runs in the schema that was set where the task was sent.

    Rejected, for good: a task without that header, one for a business for which no work is done (suspended, closing,
    gone: is_working), a business's task sent from the public schema, and the reverse.
    """

    abstract = True
    in_public: bool | None = False
    """Whether the task works on the installation (True), on businesses (False), or on either (None)."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (whatever the task takes and returns)
        if self.request.called_directly:
            return self.run(*args, **kwargs)
        schema = self._schema()
        sentry_sdk.set_tag("tenant", schema)
        with in_schema(schema), bound_contextvars(tenant=schema, task=self.name):
            return self.run(*args, **kwargs)

    def _schema(self) -> str:
        schema: str | None = get_schema_name_from_task(self, {})
        if not schema:
            raise Reject("no schema in the task's headers", requeue=False)
        if self.in_public not in {None, schema == PUBLIC}:
            raise Reject(f"{self.name} doesn't run in {schema}", requeue=False)
        if schema != PUBLIC and not is_working(schema):
            if state := resting_state(schema):
                self.defer(schema, f"The business was {state.label}.")
            raise Reject(f"{schema} is no working business", requeue=False)
        return schema

    def defer(self, schema: str, why: str) -> None:
        """Called before a task is rejected for a business that may work again. By default nothing: most tasks are sent
        again by the clock. A task that is not can keep its work here; `why` says in which state the business was.
        """


class PublicTask(SchemaTask):
    """The installation's own work, in the public schema."""

    abstract = True
    in_public = True
