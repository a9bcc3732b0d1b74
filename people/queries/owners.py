from kernel.permissions import Role
from people.models import User


def owners() -> list[User]:
    """Who owns the business whose schema this is, and may sign in."""
    return list(User.objects.filter(role=Role.OWNER, is_active=True).order_by("pk"))
