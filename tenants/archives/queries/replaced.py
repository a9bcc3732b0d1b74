"""Which businesses there are. All of these read the public schema, wherever they are called."""

from kernel.schemas import PUBLIC, in_schema
from tenants.life.models import LooseSchema


def replaced_schemas(tenant_id: int) -> list[str]:
    """The schemas that restores have replaced and nobody has swept yet."""
    with in_schema(PUBLIC):
        return list(LooseSchema.objects.filter(tenant_id=tenant_id).values_list("schema_name", flat=True))
