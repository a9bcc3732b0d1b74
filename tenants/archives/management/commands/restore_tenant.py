from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.authors import PLATFORM
from kernel.errors import DomainError
from tenants.archives.operations.restore_business import restore_business


class Command(BaseCommand):
    help = "Restores a business from its backup: one that is suspended, or one that was deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", help="A file, or a path in the private storage as backup_tenant printed it.")
        parser.add_argument("--name", default="", help="Name in the address of one that was deleted; else its old one.")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 (as argparse hands them over)
        named = Path(options["backup"])
        try:
            with named.open("rb") if named.exists() else default_storage.open(options["backup"]) as file:
                tenant_id = restore_business(actor=PLATFORM, file=file, now=timezone.now(), subdomain=options["name"])
        except FileNotFoundError as missing:
            raise CommandError(f"{options['backup']} is neither a file nor in the storage.") from missing
        except DomainError as refused:
            details = "; ".join(sentence for sentences in refused.errors.values() for sentence in sentences)
            raise CommandError(details or refused.detail) from refused
        self.stdout.write(f"Restored business {tenant_id}.")
