"""ETag and If-Match: which version of a thing somebody looked at, and which one they mean to change."""

import re
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.versions import ANY, version_of

ETAG = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    response=[200],
    description="The version of what can be changed here. Send it as If-Match with a change.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of the version that you change, or * for whatever it is now. Without it: 428.",
)
VERSIONED = {
    412: "Somebody changed it meanwhile (`version_changed`): look at it again, and merge.",
    428: "No If-Match was sent (`version_required`).",
}


def asked_version(request: Request) -> str | None:
    """The version in If-Match; None without one. A proxy that compresses may have made the tag a weak one."""
    header = request.headers.get("If-Match", "").strip()
    if header == ANY:
        return ANY
    found = re.fullmatch(r'(?:W/)?"([0-9a-f]{1,64})"', header)
    return found[1] if found else (header and "unreadable") or None


def tagged(response: Response, as_it_is: Any) -> Response:  # noqa: ANN401 (any dataclass)
    """The response, with the version of the thing that it shows."""
    response["ETag"] = f'"{version_of(as_it_is)}"'
    return response
