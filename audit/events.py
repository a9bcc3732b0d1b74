from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """Something that happened, in the past tense; `payload()` is JSON of ids and plain values."""

    kind: ClassVar[str]

    def payload(self) -> dict[str, Any]: ...
