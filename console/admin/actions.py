"""From the console's list of actions to what Unfold shows as buttons."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from unfold.decorators import action

from console.actions import Action


def with_actions(actions: Iterable[Action]) -> Callable[[type], type]:
    """The admin of a model, with a button for each of the actions on the page of a row."""

    def extend(admin: Any) -> type:  # noqa: ANN401 (a ModelAdmin class)
        offered = tuple(actions)
        for one in offered:
            setattr(admin, one.name, _button(one))
        admin.actions_detail = tuple(one.name for one in offered)
        return admin  # type: ignore[no-any-return]

    return extend


def _button(one: Action) -> Any:  # noqa: ANN401 (Unfold's)
    def page(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:  # noqa: ANN401 (a ModelAdmin)
        return one.page(request, object_id, self.admin_site)

    page.__name__ = one.name
    return action(description=f"{one.title} …", icon=one.icon)(page)
