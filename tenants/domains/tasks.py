"""The installation's own chores."""

from celery import shared_task
from django.utils import timezone

from tenants.domains.jobs.check_due_domains import check_due_domains
from tenants.life.schema_task import PublicTask


@shared_task(base=PublicTask)
def check_domains() -> None:
    """Domains that wait for their proof, and those whose proof is checked again."""
    check_due_domains(now=timezone.now())
