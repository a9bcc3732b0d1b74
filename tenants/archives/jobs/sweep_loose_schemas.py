from datetime import datetime
from functools import partial

from kernel.schemas import use_public
from kernel.transactions import run_in_transaction
from tenants.archives.rules.export import documents_of
from tenants.archives.steps.delete_files import delete_files
from tenants.life.models import LooseSchema
from tenants.schemas.steps.drop_schema import drop_schema


def sweep_loose_schemas(*, now: datetime) -> int:
    """Drop what restores have replaced or left half done, and what failed sign-ups left. Returns how many."""
    use_public()
    over = list(LooseSchema.objects.filter(due_at__lte=now))
    for loose in over:
        # The files first: see sweep_exports.
        delete_files(documents_of(loose.schema_name))
        run_in_transaction(partial(_drop, loose))
    return len(over)


def _drop(loose: LooseSchema) -> None:
    LooseSchema.objects.filter(pk=loose.pk).delete()
    drop_schema(loose.schema_name)
