"""The archive that somebody asked for: a handler of `tenants.export_requested`, in the public schema."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from kernel.links import Page, path_to
from tenants.archives.operations.make_export import make_export as make
from tenants.archives.rules.export import RETENTION_EXPORTS
from tenants.life.queries.hosts import address
from tenants.life.queries.tenants import primary_host


def make_export(*, export_id: str) -> None:
    """Make it and send its address by mail. Nothing when it was made before."""
    export = make(export_id=export_id, now=timezone.now())
    if export is None:
        return
    host = primary_host(export.tenant.schema_name)
    link = address(host, path_to(Page.EXPORTS))
    context = {"export": export, "host": host, "link": link, "days": RETENTION_EXPORTS.days}
    subject, _, body = render_to_string("archives/mail/export.txt", context).partition("\n")
    send_mail(subject, body.lstrip(), None, [export.email])
