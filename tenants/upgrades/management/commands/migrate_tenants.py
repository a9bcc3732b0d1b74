import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from tenants.life.queries.hosts import normalised_host, tenant_at
from tenants.upgrades.operations.migrate_public import migrate_public
from tenants.upgrades.operations.migrate_tenants import migrate_tenants
from tenants.upgrades.queries.migrations import existing_schemas, schemas_behind


class Command(BaseCommand):
    help = "Migrates the public schema, then every business's that is behind. Run it again to do what is left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="Processes that migrate at once.")
        parser.add_argument("--canary", default="", help="Host or schema of the business that goes first and alone.")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 (as argparse hands them over)
        try:
            migrate_public()
        except LookupError as missing:
            raise CommandError(str(missing)) from missing
        behind = self._canary_first(schemas_behind(), options["canary"])
        run = migrate_tenants(schemas=behind, jobs=options["jobs"])
        quiet = options["verbosity"] == 0 or not behind
        ended = list(tqdm(run, total=len(behind), desc="Migrating", unit="schema", disable=quiet, file=self.stderr))
        failed = [one for one in ended if one.error]
        if failed:
            for one in failed:
                self.stderr.write(f"{one.schema}: {one.error}")
            untouched = len(behind) - len(ended)
            raise CommandError(f"{len(failed)} schemas failed and are as they were, {untouched} were not touched.")
        if options["verbosity"]:
            self.stdout.write(f"Migrated {len(behind)} schemas.")

    def _canary_first(self, behind: list[str], canary: str) -> list[str]:
        """The canary at the head; without one, or when it needs nothing, the oldest business goes first."""
        if not canary:
            return behind
        tenant = tenant_at(normalised_host(canary))
        schema = tenant.schema_name if tenant else canary
        if schema not in existing_schemas():
            raise CommandError(f"{canary} is no business here.")
        return sorted(behind, key=lambda name: name != schema)
