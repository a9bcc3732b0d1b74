from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.operators import require_operator
from kernel.transactions import operation


@operation
def set_up_second_factor(*, actor: Actor, secret: str, code: str, now: datetime) -> list[str]:
    """An operator proves, by a code, that their app holds the secret; from now on the console asks for one.

    The recovery codes, each of which works once. InvalidInput; SecondFactorExists when there is one already.
    """
    require_operator(actor)
    if not validate_totp_code(secret, code):
        raise InvalidInput(errors={"code": ["This is not the code that the app shows now."]})
    TOTP.activate(actor, secret)
    Authenticator.objects.filter(user_id=actor.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(actor).generate_codes()
    record(
        actor=actor,
        action="people.second_factor.set_up",
        target_type="people.user",
        target_id=actor.pk,
        at=now,
    )
    return codes
