"""The frame around a signed-in page: whose business it is, which outlet is looked at, what the person may open."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from company.queries import BusinessInfo, OutletInfo, business, outlets_for
from kernel.actors import Actor
from web.access import PageRequest
from web.navigation import NavGroup, NavItem, menu_for

OUTLET_KEY = "outlet_id"
"""Where the session keeps the outlet that was chosen in the switcher; absent means all of the person's outlets."""


@dataclass(frozen=True)
class Shell:
    """Two queries a request: the business, the person's outlets."""

    user: Actor
    business: BusinessInfo
    outlets: list[OutletInfo]
    outlet: OutletInfo | None
    section: str

    @property
    def outlet_ids(self) -> list[int]:
        """What the page looks at: the chosen outlet, or all where the person works."""
        return [self.outlet.id] if self.outlet else [outlet.id for outlet in self.outlets]

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
        outlets = outlets_for(request.user)
        chosen = request.session.get(OUTLET_KEY)
        url_name = (request.resolver_match and request.resolver_match.url_name) or ""
        shell = Shell(
            user=request.user,
            business=business(),
            outlets=outlets,
            outlet=next((outlet for outlet in outlets if outlet.id == chosen), None),
            section=url_name.partition("_")[0],
        )
        request.shell = shell  # type: ignore[attr-defined]
    return shell
