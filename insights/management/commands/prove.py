from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from insights.queries.proof import Proof, proofs_of
from tenants.life.queries.tenants import working_schemas


class Command(BaseCommand):
    """`manage.py prove [--schema t_…]`: exit status 1 when anything is wrong anywhere. Writes nothing."""

    help = "Prove that books, stock and receipts of every business (or one) are right, to the last minor unit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--schema", help="one business's schema instead of all")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 (as argparse hands them over)
        schemas = [options["schema"]] if options["schema"] else working_schemas()
        run = tqdm(
            proofs_of(schemas),
            total=len(schemas),
            desc="Proving",
            unit="business",
            file=self._plain,
            disable=options["verbosity"] == 0,
        )
        wrong = sum(self._report(proof) for proof in run)
        if wrong:
            raise CommandError(f"{wrong} of {len(schemas)} businesses are wrong.")
        self.stdout.write(f"{len(schemas)} businesses proved: books, stock and receipts are right.")

    def _report(self, proof: Proof) -> bool:
        for found in proof.findings:
            tqdm.write(f"{proof.schema}: {found.question} ({found.count:,})", file=self._plain)
            for row in found.shown:
                said = ", ".join(f"{column} {value}" for column, value in row.items())
                tqdm.write(f"    {said}", file=self._plain)
        return bool(proof.findings)

    @property
    def _plain(self) -> Any:  # noqa: ANN401 (a text stream)
        """Standard error without Django's end of line after each write, which a bar can't have."""
        return self.stderr._out  # noqa: SLF001 (no other way)
