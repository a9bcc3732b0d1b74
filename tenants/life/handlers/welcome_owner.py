"""The two mails that a new owner gets: handlers of `tenants.business_opened`."""

from functools import partial

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from kernel.links import Page, path_to
from kernel.schemas import current_schema
from kernel.transactions import run_in_transaction
from tenants.life.queries.hosts import address
from tenants.life.queries.tenants import primary_host


def send_verification(*, owner_id: int) -> None:
    """A link that proves the e-mail address. Each call makes a fresh one; nothing once the address is verified."""
    unverified = EmailAddress.objects.filter(user_id=owner_id, primary=True, verified=False).first()
    if unverified is not None:
        key = run_in_transaction(partial(_confirmation_key, unverified))
        _send(owner_id, "verify", path=path_to(Page.CONFIRM_EMAIL, key))


def send_welcome(*, owner_id: int) -> None:
    """Where the business is from now on."""
    _send(owner_id, "welcome", path="/")


def _confirmation_key(unverified: EmailAddress) -> str:
    confirmation = EmailConfirmation.create(unverified)
    confirmation.sent = timezone.now()
    confirmation.save()
    key: str = confirmation.key
    return key


def _send(owner_id: int, template: str, *, path: str) -> None:
    owner = get_user_model().objects.get(pk=owner_id)
    host = primary_host(current_schema())
    context = {"owner": owner, "host": host, "link": address(host, path)}
    subject, _, body = render_to_string(f"life/mail/{template}.txt", context).partition("\n")
    send_mail(subject, body.lstrip(), None, [owner.email])
