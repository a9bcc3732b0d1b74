import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.archives.operations.back_up_business import back_up_business
from tenants.life.queries.tenants import tenant_named


class Command(BaseCommand):
    help = "Copies one business to the private storage; restore_tenant brings it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("business", help="A host of it, or its schema.")
        parser.add_argument("--to", type=Path, help="Write the copy to this file as well.")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 (as argparse hands them over)
        tenant = tenant_named(options["business"])
        if tenant is None:
            raise CommandError(f"{options['business']} is no business here.")
        backup = back_up_business(tenant_id=tenant.pk, now=timezone.now())
        if options["to"]:
            with default_storage.open(backup.path) as kept, options["to"].open("xb") as file:
                shutil.copyfileobj(kept, file)
        self.stdout.write(f"{backup.path}, {backup.size} bytes, sha256 {backup.sha256}")
