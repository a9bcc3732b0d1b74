from kernel.transactions import require_transaction
from tenants.schemas.errors import NotPrepared, PoolEmpty
from tenants.schemas.models import SpareSchema
from tenants.schemas.queries.template import fingerprint, is_prepared


def claim_spare() -> str:
    """The name of the oldest spare schema, the caller's from now on. PoolEmpty; NotPrepared where none can be made."""
    require_transaction()
    fitting = SpareSchema.objects.filter(fingerprint=fingerprint())
    spare = fitting.select_for_update(skip_locked=True).order_by("id").first()
    if spare is None:
        raise PoolEmpty if is_prepared() else NotPrepared
    spare.delete()
    return spare.schema_name
