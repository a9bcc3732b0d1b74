from datetime import datetime

from django.utils.crypto import salted_hmac

from audit.authors import Author
from audit.steps import record
from kernel.rate_limits import take
from kernel.schemas import current_schema
from kernel.transactions import operation
from people.actions import Action
from people.models import User

_PER_MINUTE, _AT_ONCE = 10, 100
"""Entries of a person, and of all unknown e-mails of a business together, from however many addresses: the trail is
never deleted, so nobody may fill it, and noise about strangers hides no guess at a person's password."""

_DIGITS = 32


@operation
def note_failed_sign_in(*, actor: Author, email: str, step: str, now: datetime) -> None:
    """Write down that somebody tried to sign in as `email` and failed at the `step` (password, second_factor).

    The entry names the person whose e-mail it is. An unknown one (it may be a mistyped password) isn't stored:
    a keyed digest of it says whether two tries meant the same, within this business. How often one address may try
    is limited before (config.edge.address_limits, allauth's login_failed); how many entries come of all of them, here.
    """
    typed = email.strip().lower()
    person = User.objects.filter(email=typed).values_list("pk", flat=True).first()
    bucket = f"failed-sign-ins:{current_schema()}:{person or 'unknown'}"
    if take(bucket, rate_per_minute=_PER_MINUTE, burst=_AT_ONCE):
        return
    record(
        actor=actor,
        action=Action.SIGN_IN_FAILED,
        target_type="people.user" if person else "people.unknown",
        target_id=person or _digest(typed),
        changes={"step": step},
        at=now,
    )


def _digest(typed: str) -> str:
    return salted_hmac(f"failed sign-in at {current_schema()}", typed, algorithm="sha256").hexdigest()[:_DIGITS]
