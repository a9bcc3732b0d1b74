from people.steps.add_person import HirePerson, add_person
from people.steps.keep_an_owner import keep_an_owner
from people.steps.lock_person import lock_person
from people.steps.set_details import set_details
from people.steps.set_role import set_role

__all__ = ["HirePerson", "add_person", "keep_an_owner", "lock_person", "set_details", "set_role"]
