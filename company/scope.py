"""Who looks, and at which outlets: the first argument of every query that shows an outlet's rows."""

from dataclasses import dataclass

from company.queries.outlets import OutletInfo, outlets_seen
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class Scope:
    """Somebody's view of the business: rows of `outlet_ids` are shown, of no others.

    `outlets` are the open ones, by name: what may be chosen. `outlet_ids` also holds those that were archived, whose
    history stays.
    """

    actor: Actor
    outlets: tuple[OutletInfo, ...]
    outlet_ids: tuple[int, ...]

    def require(self, permission: Permission) -> None:
        """NotAllowed unless who looks may (Actor.may)."""
        self.actor.require(permission)

    def may(self, permission: Permission) -> bool:
        """Whether who looks may (Actor.may)."""
        return self.actor.may(permission)

    def outlet(self, outlet_id: int) -> OutletInfo:
        """An open outlet in view. NotFound for a stranger's, as if it did not exist."""
        found = next((outlet for outlet in self.outlets if outlet.id == outlet_id), None)
        if found is None:
            raise NotFound("There is no such outlet.")
        return found

    def at(self, outlet_id: int) -> "Scope":
        """The same person looking at one of these outlets. NotFound for a stranger's."""
        if outlet_id not in self.outlet_ids:
            raise NotFound("There is no such outlet.")
        return Scope(self.actor, tuple(outlet for outlet in self.outlets if outlet.id == outlet_id), (outlet_id,))


def scope_of(actor: Actor) -> Scope:
    """Everything that the actor may look at. One statement: faces make it once a request.

    A query over outlets' rows obeys it by filtering with `outlet_ids`. tests/tooling/test_scope.py makes sure that it
    takes a Scope; the database doesn't know who looks.
    """
    open_ones, all_ids = outlets_seen(actor)
    return Scope(actor, tuple(open_ones), tuple(all_ids))
