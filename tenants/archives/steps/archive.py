"""ZIP files that are written piece by piece and look the same whenever they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.storage import default_storage

from tenants.archives.rules.export import documents_of
from tenants.archives.steps.delete_files import files_below

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive. `pieces` is how many it was written in."""

    path: str
    size: int
    sha256: str
    pieces: int

    def as_manifest(self) -> dict[str, object]:
        return {"path": self.path, "size": self.size, "sha256": self.sha256}


def add(archive: ZipFile, path: str, pieces: Iterable[bytes], *, now: datetime) -> Entry:
    """Write one file of the archive; `now` is its time."""
    info = ZipInfo(path, date_time=now.timetuple()[:6])
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
    digest, size, number = sha256(), 0, 0
    with archive.open(info, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            number += 1
    return Entry(path, size, digest.hexdigest(), number)


def add_documents(archive: ZipFile, schema: str, *, now: datetime) -> list[Entry]:
    """Write a business's documents to `documents/` of the archive."""
    folder = documents_of(schema)
    return [
        add(archive, f"documents/{path.removeprefix(f'{folder}/')}", _pieces(path), now=now)
        for path in files_below(default_storage, folder)
    ]


def _pieces(path: str) -> Iterator[bytes]:
    with default_storage.open(path) as file:
        while piece := file.read(_PIECE):
            yield piece
