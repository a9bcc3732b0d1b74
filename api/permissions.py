from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class RolePermission(BasePermission):
    """The view names the permission that each method needs (`permissions`); the role's matrix decides.

    A request whose answer shows more than it takes (`shows`) is for who may see that, so that nobody is refused when it
    is done. Operations ask again: this one answers before a body is read.
    """

    def has_permission(self, request: Request, view: Any) -> bool:  # noqa: ANN401 (DRF's own)
        needed = view.permissions.get("GET" if request.method == "HEAD" else request.method)
        if needed is None:  # a method that isn't there is answered 405 to those who are signed in
            return request.user.is_authenticated
        return request.user.is_authenticated and all(map(request.user.may, filter(None, (needed, view.shows))))
