from kernel.errors import NotFound
from kernel.permissions import Role
from kernel.transactions import require_transaction
from people.models import User
from people.steps.keep_an_owner import keep_an_owner


def lock_person(person_id: int, *, role: str | None) -> User:
    """A person, ours until the commit; the owners first, where `role` may end somebody's being one.

    NotFound; LastOwner.
    """
    require_transaction()
    if role not in {None, Role.OWNER}:
        keep_an_owner(besides=person_id)
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound("There is no such person.")
    return person
