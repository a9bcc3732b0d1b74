from kernel.permissions import Role
from kernel.transactions import require_transaction
from people.errors import LastOwner
from people.models import User


def keep_an_owner(*, besides: int) -> None:
    """LastOwner unless somebody besides this person is an active owner. Locks the owners, so that two can't both go."""
    require_transaction()
    owners = User.objects.select_for_update().filter(role=Role.OWNER, is_active=True).order_by("pk")
    if not set(owners.values_list("pk", flat=True)) - {besides}:
        raise LastOwner
