"""Migrating many schemas: our command against the stock one, with nothing to do and with one added column."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

from kernel.schemas import use_public
from tenants.upgrades.operations.migrate_tenants import migrate_tenants
from tenants.upgrades.queries.migrations import schemas_behind

_SAMPLE = 20
_JOBS = 2

_PACKAGE = "company_with_a_note"
_INIT = """from pathlib import Path
__path__.append({path!r})
"""
_MIGRATION = """from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("company", {last!r})]
    operations = [migrations.RunSQL("ALTER TABLE company_outlet ADD COLUMN note text")]
"""


@dataclass(frozen=True, slots=True)
class MigrationTimes:
    """Seconds for all schemas; the stock command's are those of a sample, multiplied."""

    sampled: int
    nothing: float
    nothing_stock: float
    column: float
    column_stock: float


def measure_migrations(schemas: list[str]) -> MigrationTimes:
    sample = schemas[:: max(1, len(schemas) // _SAMPLE)][:_SAMPLE]
    times = len(schemas) / len(sample)
    nothing = _timed(lambda: [*migrate_tenants(schemas=schemas_behind(), jobs=_JOBS)])
    nothing_stock = _timed(lambda: _stock(sample)) * times
    with added_column():
        column_stock = _timed(lambda: _stock(sample)) * times
        rest = len(schemas) / (len(schemas) - len(sample))
        column = _timed(lambda: [*migrate_tenants(schemas=schemas_behind(), jobs=_JOBS)]) * rest
        if schemas_behind():
            raise RuntimeError("not every schema was migrated")
    return MigrationTimes(len(sample), nothing, nothing_stock, column, column_stock)


@contextmanager
def added_column() -> Iterator[None]:
    """The code as it would be with one more migration of `company`."""
    own = Path(str(settings.BASE_DIR)) / "company" / "migrations"
    last = max(path.stem for path in own.glob("0*.py"))
    with tempfile.TemporaryDirectory() as directory:
        package = Path(directory, _PACKAGE)
        package.mkdir()
        (package / "__init__.py").write_text(_INIT.format(path=str(own)))
        (package / "9999_note.py").write_text(_MIGRATION.format(last=last))
        sys.path.insert(0, directory)
        try:
            with override_settings(MIGRATION_MODULES={"company": _PACKAGE}):
                yield
        finally:
            sys.path.remove(directory)


def _stock(schemas: list[str]) -> None:
    for schema in schemas:
        call_command("migrate_schemas", schema_name=schema, interactive=False, verbosity=0)
    use_public()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
