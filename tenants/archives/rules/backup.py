"""What a backup of one business is, and how long it is kept."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

FORMAT = 1

RETENTION_BACKUPS = timedelta(days=30)
RETENTION_REPLACED = timedelta(days=7)
"""How long the schema that a restore replaced stays, in case the backup was the wrong one."""

DUMP = "dump.sql"


def backup_path(schema: str, backup: UUID, made_at: datetime) -> str:
    """Where a backup lies in the private storage."""
    return f"backups/{schema}/{made_at:%Y%m%dT%H%M%SZ}-{backup}.zip"


def signed_part(manifest: Mapping[str, Any]) -> str:
    """What of a manifest is signed: everything but the signature, in one way of writing it."""
    return json.dumps({key: value for key, value in manifest.items() if key != "signature"}, sort_keys=True)
