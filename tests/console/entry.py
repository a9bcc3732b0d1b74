"""Being an operator who has given password and code."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from people.models import User


def enter_console(browser: Client, operator: User) -> Client:
    browser.force_login(operator)
    session = browser.session
    session["console_proved"] = operator.pk
    session.save()
    return browser


def code_now(secret: str) -> str:
    """What the operator's app shows."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
