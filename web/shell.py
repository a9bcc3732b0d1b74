"""The frame around a signed-in page: whose business it is, which outlet is looked at, what the person may open."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from company.queries import BusinessInfo, OutletInfo, business
from company.scope import Scope, scope_of
from kernel.actors import Actor
from web.access import PageRequest
from web.navigation import NavGroup, NavItem, menu_for

OUTLET_KEY = "outlet_id"
"""Where the session keeps the outlet that was chosen in the switcher; absent means all of the person's outlets."""


@dataclass(frozen=True)
class Shell:
    """Two queries a request: the business, the person's outlets.

    `everywhere` is all that the person may look at; `scope` is what the page shows of it: the chosen outlet, or all.
    """

    business: BusinessInfo
    everywhere: Scope
    scope: Scope
    outlet: OutletInfo | None
    section: str

    @property
    def user(self) -> Actor:
        """Who looks."""
        return self.everywhere.actor

    @property
    def outlets(self) -> tuple[OutletInfo, ...]:
        """What the switcher offers."""
        return self.everywhere.outlets

    def today(self, now: datetime) -> date:
        """The business day, by the clock of the chosen outlet or else of the business."""
        return self.outlet.day_of(now) if self.outlet else self.business.today(now)

    @cached_property
    def menu(self) -> tuple[NavGroup, ...]:
        """The sidebar."""
        return menu_for(self.user)

    @cached_property
    def bar(self) -> list[NavItem]:
        """The foot of a phone's screen, without its last item "More"."""
        return [item for group in self.menu for item in group.items if item.in_bar]


def shell_of(request: PageRequest) -> Shell:
    """The frame of this request, made once."""
    shell: Shell | None = getattr(request, "shell", None)
    if shell is None:
        everywhere = scope_of(request.user)
        chosen = request.session.get(OUTLET_KEY)
        url_name = (request.resolver_match and request.resolver_match.url_name) or ""
        outlet = next((outlet for outlet in everywhere.outlets if outlet.id == chosen), None)
        shell = Shell(
            business=business(),
            everywhere=everywhere,
            scope=everywhere.at(outlet.id) if outlet else everywhere,
            outlet=outlet,
            section=url_name.partition("_")[0],
        )
        request.shell = shell  # type: ignore[attr-defined]
    return shell
