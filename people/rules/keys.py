"""What an API key looks like, and what it may never be for.

`cfk_<prefix>_<secret>`: the prefix (8 hexadecimal digits) finds the key and is shown; the secret (64 of them, random)
is kept as its SHA-256 alone, which is enough for what nobody could guess.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from kernel.permissions import Permission

MARK = "cfk_"

_PREFIX_BYTES, _SECRET_BYTES = 4, 32
_SHAPE = re.compile(f"{MARK}([0-9a-f]{{{2 * _PREFIX_BYTES}}})_([0-9a-f]{{{2 * _SECRET_BYTES}}})")

GRANTABLE = frozenset(Permission) - {
    Permission.COMPANY_BUSINESS_CLOSE,
    Permission.PEOPLE_KEY_WRITE,
    Permission.PEOPLE_PERSON_WRITE,
}
"""All but what would hand over the business to a finder of the key: keys make neither keys nor owners."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key as its holder has it."""

    prefix: str
    secret: str

    def __str__(self) -> str:
        return f"{MARK}{self.prefix}_{self.secret}"

    @property
    def digest(self) -> str:
        """What is kept of the secret."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def opens(self, digest: str) -> bool:
        """Whether the digest is that of the secret; takes as long whatever the answer."""
        return hmac.compare_digest(self.digest, digest)


def new_token() -> Token:
    """A token that nobody has seen."""
    return Token(secrets.token_hex(_PREFIX_BYTES), secrets.token_hex(_SECRET_BYTES))


def read_token(text: str) -> Token | None:
    """What was sent as a key; None when it can't be one."""
    found = _SHAPE.fullmatch(text)
    return Token(*found.groups()) if found else None


def scopes_of(kept: Iterable[str]) -> frozenset[Permission]:
    """The permissions among what is kept; a permission that no longer exists is none."""
    return frozenset(permission for permission in GRANTABLE if permission in set(kept))
