from allauth.mfa.models import Authenticator

_PROVING = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def prove_second_factor(*, person_id: int, code: str) -> bool:
    """Whether it is the app's code of now, or a recovery code. Each works once, so the second time it is False."""
    known = {one.type: one for one in Authenticator.objects.filter(user_id=person_id, type__in=_PROVING)}
    return any(known[kind].wrap().validate_code(code.strip()) for kind in _PROVING if kind in known)
