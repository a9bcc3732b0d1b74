"""How allauth behaves here."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People don't register themselves at a business: a business signs up, its owner adds the others."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        links = {name: _as_published(value) for name, value in context.items() if name.endswith("_url") and value}
        host = urlsplit(self.request.build_absolute_uri("/")).hostname
        super().send_mail(template_prefix, email, {**context, **links, "current_site": {"name": host, "domain": host}})


def _as_published(url: str) -> str:
    """The link under scheme and port of PUBLIC_URL: a request's own are whatever its sender wrote.

    Its host name is one of this business's, because no request gets here by another (TenantMiddleware).
    """
    public, link = urlsplit(settings.PUBLIC_URL), urlsplit(url)
    port = f":{public.port}" if public.port else ""
    return link._replace(scheme=public.scheme, netloc=f"{link.hostname}{port}").geturl()
