from people.models import User


def active_operator(person_id: int) -> User | None:
    """An operator who may sign in to the console. On the public schema."""
    return User.objects.filter(pk=person_id, is_active=True, is_staff=True).first()


def active_operators() -> list[User]:
    """All of them. On the public schema."""
    return list(User.objects.filter(is_active=True, is_staff=True).order_by("pk"))
