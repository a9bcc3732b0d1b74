from functools import partial

from kernel.schemas import use_public
from kernel.transactions import run_in_transaction
from tenants.schemas.models import SpareSchema
from tenants.schemas.queries.template import current_template, fingerprint
from tenants.schemas.steps.drop_schema import drop_schema
from tenants.schemas.steps.make_schema import make_schema, new_schema_name


def refill_pool(*, size: int) -> int:
    """Drop the spares of older code and make new ones until `size` wait. Returns how many were made.

    One transaction a schema. Two refills at once may leave a few too many, which the next sign-ups use.
    """
    use_public()
    while run_in_transaction(_drop_one_outdated):
        pass
    template = current_template()
    missing = max(0, size - SpareSchema.objects.filter(fingerprint=fingerprint()).count())
    for _ in range(missing):
        run_in_transaction(partial(_make_one, template))
    return missing


def _drop_one_outdated() -> bool:
    spare = SpareSchema.objects.select_for_update(skip_locked=True).exclude(fingerprint=fingerprint()).first()
    if spare is None:
        return False
    spare.delete()
    drop_schema(spare.schema_name)
    return True


def _make_one(template: list[str]) -> None:
    name = new_schema_name()
    make_schema(name=name, template=template)
    SpareSchema.objects.create(schema_name=name, fingerprint=fingerprint())
