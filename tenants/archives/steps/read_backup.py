"""A backup, checked before anything of it is believed."""

import json
from dataclasses import dataclass
from hashlib import file_digest
from zipfile import BadZipFile, ZipFile

from django.utils.crypto import constant_time_compare

from kernel.errors import InvalidInput
from tenants.archives.rules.backup import FORMAT, signed_part
from tenants.archives.steps.write_backup import signature


@dataclass(frozen=True, slots=True)
class Manifest:
    """Whose backup it is. `documents` are paths in the archive; `subdomain` is None for one that had none left."""

    tenant_id: int
    name: str
    schema: str
    subdomain: str | None
    documents: tuple[str, ...]


def read_backup(archive: ZipFile) -> Manifest:
    """What the archive says it is, once it is proved whole and ours. InvalidInput."""
    try:
        manifest = json.loads(archive.read("manifest.json"))
        given = manifest["signature"]
    except (KeyError, ValueError, BadZipFile) as error:
        raise InvalidInput("This file is no backup.") from error
    if not constant_time_compare(given, signature(signed_part(manifest))) or manifest["format"] != FORMAT:
        raise InvalidInput("This backup wasn't made here, or was changed.")
    for file in manifest["files"]:
        with archive.open(file["path"]) as content:
            if file_digest(content, "sha256").hexdigest() != file["sha256"]:  # type: ignore[arg-type] # it can be read
                raise InvalidInput(f"{file['path']} is damaged.")
    tenant = manifest["tenant"]
    documents = tuple(file["path"] for file in manifest["files"] if file["path"].startswith("documents/"))
    return Manifest(tenant["id"], tenant["name"], tenant["schema"], tenant["subdomain"], documents)
