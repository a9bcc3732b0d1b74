"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People don't register themselves at a business: a business signs up, its owner adds the others."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False
