"""A business as it was, from a backup: into a schema of its own, which then takes the present one's place.

Several transactions, because a transaction has one schema. Until the last of them nothing has changed for anybody; a
restore that breaks off leaves a loose schema, which is swept.
"""

from datetime import datetime
from functools import partial
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from audit.authors import Author, require_platform_or_operator
from audit.steps import record
from kernel.actors import Actor
from kernel.errors import Conflict, InvalidInput
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from tenants.archives.actions import Action
from tenants.archives.rules.backup import RETENTION_REPLACED
from tenants.archives.steps.load_backup import load_documents, load_dump
from tenants.archives.steps.read_backup import Manifest, read_backup
from tenants.life.enums import TenantState
from tenants.life.models import Domain, LooseSchema, Reservation, Tenant
from tenants.life.queries.hosts import subdomain_host
from tenants.life.queries.subdomains import TAKEN, check_subdomain
from tenants.life.rules.lifecycle import SUSPENDED_STATES
from tenants.life.rules.names import normalised
from tenants.life.steps.invalidate_hosts import invalidate_hosts
from tenants.life.steps.move_state import move_state
from tenants.schemas.steps.make_schema import new_schema_name
from tenants.schemas.steps.migrate_schema import migrate_schema


def restore_business(*, actor: Actor | Author, file: IO[bytes], now: datetime, subdomain: str = "") -> int:
    """Restore a business from its backup, by the platform or an operator. Returns its id.

    One that is still there has to be suspended before, and is so afterwards; what was in its place is kept for
    RETENTION_REPLACED. One that was deleted opens anew, at its old name or at `subdomain`. NotAllowed; InvalidInput
    when the file is no good or the name is taken; Conflict when the business works.
    """
    use_public()
    require_platform_or_operator(actor)
    try:
        archive = ZipFile(file)
    except BadZipFile as error:
        raise InvalidInput("This file is no backup.") from error
    with archive:
        manifest = read_backup(archive)
        _check(manifest, subdomain, now)
        fresh = new_schema_name()
        LooseSchema.objects.create(schema_name=fresh, tenant_id=None, due_at=now + RETENTION_REPLACED)
        run_in_transaction(partial(load_dump, archive, manifest, schema=fresh))
        with in_schema(fresh):
            run_in_transaction(migrate_schema)
        load_documents(archive, manifest, schema=fresh)
    return run_in_transaction(partial(_take_place, manifest, fresh, subdomain, actor, now))


def _present(manifest: Manifest) -> Tenant | None:
    """The business that the backup is of, ours until the commit when in a transaction; None when it is gone."""
    found: Tenant | None = Tenant.objects.filter(pk=manifest.tenant_id).exclude(state=TenantState.DELETED).first()
    return found


def _check(manifest: Manifest, subdomain: str, now: datetime) -> None:
    """That the business rests, or is gone and its name free. A name that still rests is free for whose it was."""
    present = _present(manifest)
    if present is not None and present.state not in SUSPENDED_STATES:
        raise Conflict("Suspend the business first: what it does meanwhile would be lost.")
    if present is None:
        name = _wanted(manifest, subdomain)
        reason = check_subdomain(name, now=now).reason
        own = name == manifest.subdomain and not Reservation.objects.filter(name=name, tenant__isnull=False).exists()
        if reason and not own:
            raise InvalidInput(errors={"subdomain": [reason]})


def _wanted(manifest: Manifest, subdomain: str) -> str:
    return normalised(subdomain) or manifest.subdomain or ""


def _take_place(manifest: Manifest, fresh: str, subdomain: str, actor: Actor | Author, now: datetime) -> int:
    LooseSchema.objects.filter(schema_name=fresh).delete()
    locked = Tenant.objects.select_for_update().filter(pk=manifest.tenant_id).exclude(state=TenantState.DELETED).first()
    tenant = _opened_anew(manifest, fresh, subdomain, actor, now) if locked is None else _replaced(locked, fresh, now)
    record(
        actor=actor,
        action=Action.BUSINESS_RESTORED,
        target_type="tenants.tenant",
        target_id=tenant.pk,
        changes={"schema": [manifest.schema, fresh]},
        at=now,
    )
    return int(tenant.pk)


def _replaced(tenant: Tenant, fresh: str, now: datetime) -> Tenant:
    if tenant.state not in SUSPENDED_STATES:
        raise Conflict("The business was reinstated meanwhile.")
    LooseSchema.objects.create(schema_name=tenant.schema_name, tenant=tenant, due_at=now + RETENTION_REPLACED)
    tenant.schema_name = fresh
    tenant.save(update_fields=["schema_name"])
    invalidate_hosts(tenant.pk)
    return tenant


def _opened_anew(manifest: Manifest, fresh: str, subdomain: str, actor: Actor | Author, now: datetime) -> Tenant:
    name = _wanted(manifest, subdomain)
    tenant: Tenant = Tenant.objects.create(name=manifest.name, schema_name=fresh)
    Reservation.objects.filter(name=name, tenant=None).delete()
    try:
        with transaction.atomic():
            Reservation.objects.create(name=name, tenant=tenant)
    except IntegrityError as taken:
        raise InvalidInput(errors={"subdomain": [TAKEN]}) from taken
    Domain.objects.create(domain=subdomain_host(name), tenant=tenant)
    move_state(tenant=tenant, to=TenantState.TRIAL, actor=actor, now=now, reason="restored")
    start = import_string(settings.TENANT_LIVE_STEP)
    start(tenant_id=tenant.pk, now=now)
    return tenant
