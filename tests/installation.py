"""Tests of the installation itself: sign-ups that commit, threads, and the tidying after them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from kernel.schemas import PUBLIC, in_schema, use_public
from localdev.owning import as_owner
from tenants.archives.enums import ExportState
from tenants.archives.jobs.try_to_purge import try_to_purge
from tenants.archives.models import DataExport
from tenants.archives.queries.due import due_for_purge
from tenants.archives.rules.export import export_path
from tenants.life.models import LooseSchema, Reservation, Tenant
from tenants.life.operations.sign_up import OpenedBusiness, SignUp, sign_up
from tenants.schemas.models import SpareSchema
from tests.business import PASSWORD
from tests.waiting import TIMEOUT

T = TypeVar("T")

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def applicant(subdomain: str = "corner", **changed: Any) -> SignUp:
    """What a visitor typed, with whatever a test wants otherwise."""
    typed = {
        "business_name": "Corner Shop",
        "subdomain": subdomain,
        "owner_name": "Olive Owner",
        "email": "olive@example.com",
        "password": PASSWORD,
    }
    return SignUp(**{**typed, **changed})


def open_shop(subdomain: str = "corner", **changed: Any) -> OpenedBusiness:
    return sign_up(command=applicant(subdomain, **changed), now=NOW)


def schema_of(host: str) -> str:
    use_public()
    return str(Tenant.objects.get(domains__domain=host).schema_name)


def schemas() -> set[str]:
    """Every tenant-like schema that exists in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%%'")
        return {name for (name,) in cursor.fetchall()}


def ready_export(schema: str, content: bytes = b"PK") -> DataExport:
    """An archive that can be downloaded, as far as its row and its file tell."""
    with in_schema(PUBLIC):
        export = DataExport.objects.create(
            tenant=Tenant.objects.get(schema_name=schema),
            state=ExportState.READY,
            requested_by="Olive Owner",
            requested_at=NOW,
            expires_at=NOW,
        )
        export.path = default_storage.save(export_path(schema, export.pk), ContentFile(content))
        export.save(update_fields=["path"])
    return export


def purge_due(*, now: datetime) -> int:
    """What the hourly task's messages do, one after the other, by the owner. Returns how many businesses are gone."""
    with as_owner():
        return sum(try_to_purge(tenant_id=tenant_id, now=now) for tenant_id in due_for_purge(now))


def by_owner(work: Callable[[], T]) -> T:
    """Do it as the owner on a connection of its own, where it is committed at once: what a release leaves behind, inside a
    test that goes on as the application and rolls back. The test sees it; who writes it takes it back.
    """
    done: list[T] = []

    def run() -> None:
        with as_owner():
            done.append(work())

    worker = threading.Thread(target=run)
    worker.start()
    worker.join(TIMEOUT)
    (result,) = done
    return result


@contextmanager
def undone() -> Iterator[None]:
    """Inside a test that rolls back: what happens in here is rolled back at its end, and the test goes on."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


@contextmanager
def tidy() -> Iterator[None]:
    """Whatever is committed to the public schema inside is gone afterwards, schemas included."""
    use_public()
    before, tenants = schemas(), set(Tenant.objects.values_list("pk", flat=True))
    spares = set(SpareSchema.objects.values_list("pk", flat=True))
    try:
        yield
    finally:
        connection.close()
        use_public()
        with as_owner():
            Tenant.objects.exclude(pk__in=tenants).delete()
            Reservation.objects.filter(tenant=None).delete()
            SpareSchema.objects.exclude(pk__in=spares).delete()
            LooseSchema.objects.filter(schema_name__in=schemas() - before).delete()
            for schema in schemas() - before:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(schema)} CASCADE")
        caches["shared"].clear()


def together(*works: Callable[[], T]) -> list[T | Exception]:
    """Do the works at once, each in a thread with a connection of its own, of our role; what each returned or raised."""
    gate = threading.Barrier(len(works))
    results: list[T | Exception] = [AssertionError("did not run")] * len(works)
    role = connection.settings_dict

    def run(index: int, work: Callable[[], T]) -> None:
        connection.settings_dict = role
        try:
            gate.wait(TIMEOUT)
            results[index] = work()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    return results
