"""Everything the stand-in knows: its objects by id, its clock, its settings."""

import copy
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from standins.stripe.errors import missing

Obj = dict[str, Any]

API_VERSION = "2026-10-28.endive"


class World:
    """One lock guards it all. `after_dunning` is what follows the last failed retry: `unpaid` or `canceled`."""

    def __init__(self, url: str = "", *, kept: Path | None = None) -> None:
        self.url, self._kept = url, kept
        self.lock = threading.RLock()
        self.news = threading.Event()
        self.objects: dict[str, Obj] = {}
        self.answers: dict[str, Obj] = {}
        self.deliveries: dict[str, Obj] = {}
        self.after_dunning = "unpaid"
        self.offset = 0
        self.tag = secrets.token_hex(4)
        self.count = 0
        self._moment: int | None = None
        if kept and kept.exists():
            self.__dict__.update(json.loads(kept.read_text()))

    def keep(self) -> None:
        """Write it to its file, if it has one."""
        if self._kept:
            names = ("objects", "answers", "deliveries", "after_dunning", "offset", "tag", "count")
            fresh = self._kept.with_suffix(".new")
            fresh.write_text(json.dumps({name: getattr(self, name) for name in names}))
            fresh.replace(self._kept)

    @property
    def now(self) -> int:
        return self._moment if self._moment is not None else int(time.time()) + self.offset

    @contextmanager
    def at(self, moment: int) -> Iterator[None]:
        """Inside, that is what the clock says."""
        self._moment = moment
        try:
            yield
        finally:
            self._moment = None

    def new_id(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}_{self.tag}{self.count:06d}"

    def add(self, kind: str, prefix: str, **fields: Any) -> Obj:
        """A new object, filed."""
        made: Obj = {"id": fields.pop("id", "") or self.new_id(prefix), "object": kind, "created": self.now}
        made |= {"livemode": False, **fields}
        self.objects[made["id"]] = made
        return made

    def find(self, identity: str, kind: str, *, param: str = "id") -> Obj:
        """404 where it is the path that names it, 400 where a parameter does."""
        found = self.objects.get(identity)
        if found is None or found["object"] != kind:
            raise missing(kind.replace("_", " "), identity, param=param, status=404 if param == "id" else 400)
        return found

    def every(self, kind: str, **having: Any) -> list[Obj]:
        """In the order they were made."""
        return [
            found
            for found in self.objects.values()
            if found["object"] == kind and all(found.get(name) == value for name, value in having.items())
        ]

    def emit(self, kind: str, about: Obj, before: Obj | None = None) -> None:
        """An event with the object as it is now; `before` is a copy of the object before an update."""
        data: Obj = {"object": shown(about)}
        if before is not None:
            old = shown(before)
            data["previous_attributes"] = {
                name: value for name, value in old.items() if data["object"].get(name) != value
            }
        event = self.add("event", "evt", type=kind, data=data, api_version=API_VERSION, pending_webhooks=1)
        event["request"] = {"id": None, "idempotency_key": None}
        self.deliveries[event["id"]] = {"attempts": 0, "delivered": False, "next": 0.0}
        self.news.set()

    @contextmanager
    def updating(self, about: Obj, kind: str = "") -> Iterator[Obj]:
        """Announces the change made inside, if there was one."""
        before = copy.deepcopy(about)
        yield about
        if about != before:
            names = {"subscription": "customer.subscription", "tax_id": "customer.tax_id"}
            self.emit(kind or f"{names.get(about['object'], about['object'])}.updated", about, before)


def shown(stored: Any) -> Any:
    """A copy without what is ours alone (names that begin with an underscore)."""
    if isinstance(stored, dict):
        return {name: shown(value) for name, value in stored.items() if not name.startswith("_")}
    return [shown(value) for value in stored] if isinstance(stored, list) else stored


def listed(data: list[Obj], url: str, *, more: bool = False) -> Obj:
    return {"object": "list", "data": data, "has_more": more, "url": url}
