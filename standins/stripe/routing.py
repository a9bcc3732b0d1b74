"""Which function answers which method and path."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from standins.stripe.errors import ApiError, invalid
from standins.stripe.forms import Params
from standins.stripe.world import World

Answer = Callable[..., Any]
_PAGING = frozenset({"limit", "starting_after", "ending_before"})


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    answer: Answer
    knows: frozenset[str]


ROUTES: list[Route] = []


def route(method: str, path: str, knows: str = "") -> Callable[[Answer], Answer]:
    """Register a function as the answer; `knows` are the parameters it takes. It gets the world, them, and the ids.

    A list that it returns is answered in pages, newest first.
    """
    pattern = re.compile(re.sub(r"\{\w+\}", "([^/]+)", path) + "$")
    names = frozenset(knows.split()) | {"expand"} | (_PAGING if method == "GET" else frozenset())

    def register(answer: Answer) -> Answer:
        ROUTES.append(Route(method, pattern, answer, names))
        return answer

    return register


def dispatch(world: World, method: str, path: str, params: Params) -> Any:
    for known in ROUTES:
        match = known.pattern.match(path)
        if known.method == method and match:
            strangers = sorted(set(params) - known.knows)
            if strangers:
                raise invalid(
                    f"Received unknown parameter: {strangers[0]}", param=strangers[0], code="parameter_unknown"
                )
            return known.answer(world, params, *match.groups())
    raise ApiError(404, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")
