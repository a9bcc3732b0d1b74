import json
from datetime import datetime
from typing import IO
from zipfile import ZipFile

from django.utils.crypto import salted_hmac

from tenants.archives.rules.backup import DUMP, FORMAT, signed_part
from tenants.archives.steps.archive import add, add_documents
from tenants.life.models import Tenant
from tenants.schemas.queries.template import fingerprint
from tenants.schemas.steps.pg_dump import pg_dump

_SALT = "tenants.backup"


def write_backup(target: IO[bytes], *, tenant: Tenant, subdomain: str | None, now: datetime) -> None:
    """Write a business's backup: its schema as pg_dump sees it, its documents, and who it is in public.

    Signed, because a dump that is restored can do anything with the database.
    """
    with ZipFile(target, "w") as archive:
        files = [add(archive, DUMP, pg_dump(tenant.schema_name), now=now)]
        files += add_documents(archive, tenant.schema_name, now=now)
        manifest = {
            "format": FORMAT,
            "tenant": {"id": tenant.pk, "name": tenant.name, "schema": tenant.schema_name, "subdomain": subdomain},
            "made_at": now.isoformat(),
            "schema": fingerprint(),
            "files": [file.as_manifest() for file in files],
        }
        manifest["signature"] = signature(signed_part(manifest))
        add(archive, "manifest.json", [json.dumps(manifest, indent=1).encode()], now=now)


def signature(text: str) -> str:
    """By SECRET_KEY; 64 hexadecimal digits."""
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()
