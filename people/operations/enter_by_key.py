from datetime import datetime, timedelta

from django.db.models import Q

from people.models import ApiKey, User
from people.rules.keys import Token, read_token, scopes_of

_NOTED_EVERY = timedelta(minutes=1)

_NO_DIGEST = "0" * 64


def enter_by_key(*, text: str, now: datetime) -> User | None:
    """The person that a key stands for, narrowed to what the key is for; None when it lets nobody in.

    One statement, and once a minute another, outside of any transaction, that notes the use.
    """
    token = read_token(text)
    if token is None:
        return None
    key = _live_key(token, now)
    if key is None:
        return None
    if key.last_used_at is None or key.last_used_at <= now - _NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    person = key.person
    person.scopes, person.via = scopes_of(key.scopes), f"key {key.name}"
    return person


def _live_key(token: Token, now: datetime) -> ApiKey | None:
    key = (
        ApiKey.objects.select_related("person")
        .filter(Q(expires_at=None) | Q(expires_at__gt=now), prefix=token.prefix, revoked_at=None)
        .filter(person__is_active=True)
        .first()
    )
    return key if token.opens(key.digest if key else _NO_DIGEST) else None
