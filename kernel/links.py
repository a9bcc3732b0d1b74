"""The pages that rooms send people to, in mails and from other hosts: by name, for the faces stand above them."""

from enum import StrEnum

from django.conf import settings
from django.urls import reverse


class Page(StrEnum):
    """The names of routes of a business's own host; tests/kernel/test_links.py follows each."""

    CLOSING = "close_business"
    CONFIRM_EMAIL = "account_confirm_email"
    DOMAINS = "domain_list"
    ENTER = "enter"
    EXPORTS = "export_list"
    PLAN = "plan_overview"
    WEBHOOK = "webhook_detail"


class ConsolePage(StrEnum):
    """The names of routes of the operators' console, on the public host."""

    PROOFS = "admin:insights_proofrun_changelist"


def console_address(page: ConsolePage) -> str:
    """The URL of a page of the console."""
    return f"{settings.PUBLIC_URL}{reverse(page, urlconf=settings.PUBLIC_SCHEMA_URLCONF)}"


def path_to(page: Page, *arguments: object, query: str = "") -> str:
    """The path of a page there: "/settings/webhooks/3/"; `query` without its question mark."""
    path = reverse(page, urlconf=settings.ROOT_URLCONF, args=arguments)
    return f"{path}?{query}" if query else path
