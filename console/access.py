"""Who acts in the console."""

from typing import cast

from django.http import HttpRequest

from kernel.actors import Actor
from kernel.operators import is_operator


def comes_from_operator(request: HttpRequest) -> bool:
    """Whether an operator who wasn't deactivated sends the request."""
    return request.user.is_active and is_operator(cast("Actor", request.user))


def operator_of(request: HttpRequest) -> Actor:
    """Who acts; the console's pages let nobody else in."""
    return cast("Actor", request.user)
