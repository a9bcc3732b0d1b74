from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kernel.schemas import in_schema
from kernel.transactions import run_in_transaction
from tenants.archives.steps.write_export import write_export
from tenants.life.queries.hosts import normalised_host, tenant_at


class Command(BaseCommand):
    help = "Writes a business's data to a file: a ZIP of CSV files, documents and a manifest with checksums."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("--to", type=Path, required=True)

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 (as argparse hands them over)
        tenant = tenant_at(normalised_host(options["host"]))
        if tenant is None:
            raise CommandError(f"{options['host']} is no business here.")
        with options["to"].open("xb") as file, in_schema(tenant.schema_name):
            run_in_transaction(partial(write_export, file, business=tenant.name, now=timezone.now()))
        self.stdout.write(f"Wrote {options['to']}, {options['to'].stat().st_size} bytes.")
