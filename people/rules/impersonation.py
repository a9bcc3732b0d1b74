"""What an operator may do who impersonates a person of a business, and for how long."""

from datetime import timedelta

from kernel.permissions import Permission

DURATION = timedelta(minutes=30)

_P = Permission

ALLOWED = frozenset(Permission) - {
    _P.BILLING_PLAN_CHANGE,
    _P.COMPANY_BUSINESS_CLOSE,
    _P.COMPANY_DATA_EXPORT,
    _P.COMPANY_DOMAIN_WRITE,
    _P.PEOPLE_KEY_WRITE,
    _P.PEOPLE_PERSON_WRITE,
    _P.WEBHOOKS_ENDPOINT_WRITE,
}
"""All but what costs money, takes the data away, or lets somebody in for longer than the impersonation. It narrows the
person's role and never widens it.
"""


def is_own_account(url_name: str) -> bool:
    """Whether a route is about the person's own password, e-mail address, second factor or sessions."""
    return url_name.startswith(("account_", "mfa_", "usersessions_"))
