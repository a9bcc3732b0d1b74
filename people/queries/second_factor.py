from allauth.mfa.models import Authenticator


def has_second_factor(person_id: int) -> bool:
    """Whether an app was set up to make codes for this person."""
    return bool(Authenticator.objects.filter(user_id=person_id, type=Authenticator.Type.TOTP).exists())
