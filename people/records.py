"""What operations on people made."""

from dataclasses import dataclass

from people.models import ApiKey


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """A key just made, with what its holder sends: shown this once."""

    key: ApiKey
    secret: str
