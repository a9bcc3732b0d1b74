"""The mail that owners get about a webhook that was switched off: a handler of `webhooks.webhook_disabled`."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from kernel.links import Page, path_to
from kernel.schemas import current_schema
from people.queries.owners import owners
from tenants.life.queries.hosts import address
from tenants.life.queries.tenants import primary_host
from webhooks.queries.webhooks import disabled_endpoint


def notify_of_webhook(*, endpoint_id: int) -> None:
    """That it was, and where to switch it on again; nothing when somebody already has."""
    endpoint = disabled_endpoint(endpoint_id)
    if endpoint is None:
        return
    link = address(primary_host(current_schema()), path_to(Page.WEBHOOK, endpoint.pk))
    for owner in owners():
        body = render_to_string(
            "webhooks/mail/webhook_disabled.txt", {"endpoint": endpoint, "owner": owner, "link": link}
        )
        subject, _, text = body.partition("\n")
        send_mail(subject, text.lstrip(), None, [owner.email])
