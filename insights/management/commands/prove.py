from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.schemas import in_schema
from sales.selling.queries.proof import findings
from tenants.life.queries.tenants import working_schemas


class Command(BaseCommand):
    """`manage.py prove [--schema t_…]`: exit status 1 when anything is wrong anywhere."""

    help = "Prove that books, stock and receipts of every business (or one) are right, to the last minor unit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--schema", help="one business's schema instead of all")

    def handle(self, *args: Any, schema: str | None, **options: Any) -> None:  # noqa: ANN401, ARG002 (Django's own)
        schemas = [schema] if schema else working_schemas()
        wrong = 0
        for name in schemas:
            with in_schema(name):
                found = findings()
            for question, answer in found.items():
                self.stderr.write(f"{name}: {question}: {answer}")
            wrong += bool(found)
        if wrong:
            raise CommandError(f"{wrong} of {len(schemas)} businesses are wrong.")
        self.stdout.write(f"{len(schemas)} businesses proved: books, stock and receipts are right.")
