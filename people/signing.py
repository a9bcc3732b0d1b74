"""What Django and allauth tell of people's own accounts, written into the trail.

Signals, because the doing is theirs and these are the one place that pages, headless API, app tokens and console have
in common. They are connected here alone, by PeopleConfig.ready. A sign-in whose entry can't be written fails.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection
from django.utils import timezone

from audit.authors import STRANGER
from kernel.transactions import open_to_joining
from people.actions import Action
from people.models import User
from people.operations.note_failed_sign_in import note_failed_sign_in
from people.operations.note_own_account import note_own_account


def listen() -> None:
    """Connect each signal with what it means here."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_password_was_wrong)
    account.password_changed.connect(_password_changed)
    account.password_set.connect(_password_changed)
    account.password_reset.connect(_password_reset)
    mfa.authenticator_added.connect(_factor_added)
    mfa.authenticator_removed.connect(_factor_removed)
    mfa.authenticator_reset.connect(_factor_added)
    mfa.authentication_failed.connect(_code_was_wrong)


def _signed_in(*, user: User, **_: object) -> None:
    _note(user, Action.SIGNED_IN)


def _signed_out(*, request: Any, user: User | None, **_: object) -> None:  # noqa: ANN401 (with what middlewares set)
    # An impersonation that ends is no sign-out of the person it came as: people.views.leave says what it is.
    if user is not None and not getattr(request, "impersonation", None):
        _note(user, Action.SIGNED_OUT)


def _password_was_wrong(*, credentials: dict[str, Any], **_: object) -> None:
    # allauth calls it email, Django's own forms username.
    _fail(str(credentials.get("email") or credentials.get("username") or ""), "password")


def _code_was_wrong(*, user: User, **_: object) -> None:
    _fail(user.email, "second_factor")


def _password_changed(*, user: User, **_: object) -> None:
    _note(user, Action.PASSWORD_CHANGED)


def _password_reset(*, user: User, **_: object) -> None:
    _note(user, Action.PASSWORD_RESET)


def _factor_added(*, user: User, authenticator: Authenticator, **_: object) -> None:
    _note(user, Action.RECOVERY_CODES_MADE if _is_codes(authenticator) else Action.SECOND_FACTOR_SET_UP)


def _factor_removed(*, user: User, authenticator: Authenticator, **_: object) -> None:
    # Recovery codes go with the factor that they stand in for.
    if not _is_codes(authenticator):
        _note(user, Action.SECOND_FACTOR_REMOVED)


def _is_codes(authenticator: Authenticator) -> bool:
    return bool(authenticator.type == Authenticator.Type.RECOVERY_CODES)


def _note(user: User, action: Action) -> None:
    with _joining():
        note_own_account(actor=user, action=action, now=timezone.now())


def _fail(email: str, step: str) -> None:
    with _joining():
        note_failed_sign_in(actor=STRANGER, email=email, step=step, now=timezone.now())


def _joining() -> AbstractContextManager[None]:
    """Where allauth has a transaction open (it changes second factors), the entry belongs into that one."""
    return open_to_joining() if connection.in_atomic_block else nullcontext()
