"""The archive that somebody asked for: a handler of `tenants.export_requested`, in the public schema."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from kernel.links import Page, path_to
from kernel.schemas import use_public
from tenants.archives.enums import ExportState
from tenants.archives.models import DataExport
from tenants.archives.rules.export import RETENTION_EXPORTS
from tenants.archives.steps.keep_export import keep_export
from tenants.life.queries.hosts import address
from tenants.life.queries.tenants import primary_host


def make_export(*, export_id: str) -> None:
    """Make it and send its address by mail. Nothing when it was made before."""
    use_public()
    export = DataExport.objects.select_related("tenant").filter(pk=export_id, state=ExportState.PENDING).first()
    if export is None:
        return
    keep_export(export, now=timezone.now(), kept=RETENTION_EXPORTS)
    host = primary_host(export.tenant.schema_name)
    link = address(host, path_to(Page.EXPORTS))
    context = {"export": export, "host": host, "link": link, "days": RETENTION_EXPORTS.days}
    subject, _, body = render_to_string("archives/mail/export.txt", context).partition("\n")
    send_mail(subject, body.lstrip(), None, [export.email])
