"""How often a program may call: what the business's plan says."""

from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from kernel.entitlements import Allowance, Meter, entitlements
from kernel.rate_limits import take

_BURST_OF_A_MINUTE = 1 / 6


class TooManyCalls(APIException):
    """429 with the plan that would allow more; `wait` is in seconds."""

    status_code = 429
    default_code = "too_many_calls"

    def __init__(self, allowance: Allowance, wait: float) -> None:
        more = f" {allowance.lifted_by} allows more." if allowance.lifted_by else ""
        super().__init__(f"Your plan allows {allowance.limit} {Meter.API_CALLS.label}.{more}")
        self.wait = wait
        self.data = {
            "meter": Meter.API_CALLS,
            "limit": allowance.limit,
            "upgrade_to": allowance.lifted_by or None,
        }


class PlanThrottle(BaseThrottle):
    """One bucket for all programs of a business. Raises TooManyCalls.

    Only who was let in counts, so that a stranger can't use a business's calls up. The product's own pages and tills,
    which come with a session, never count: a till is not blocked by a quota.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 (DRF's signature)
        allowance = entitlements.get().allowance(Meter.API_CALLS)
        if allowance.limit is None or request.auth is None:
            return True
        burst = max(1, int(allowance.limit * _BURST_OF_A_MINUTE))
        wait = take(f"api:{request._request.tenant.id}", rate_per_minute=allowance.limit, burst=burst)  # type: ignore[attr-defined]  # noqa: SLF001 (DRF's inner request)
        if wait:
            raise TooManyCalls(allowance, wait)
        return True
