from django.conf import settings
from django.core.management.base import BaseCommand

from tenants.schemas.jobs.refill_pool import refill_pool


class Command(BaseCommand):
    help = "Makes spare schemas for the next sign-ups, as many as TENANT_POOL_SIZE says."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"Made {refill_pool(size=settings.TENANT_POOL_SIZE)} spare schemas.")
