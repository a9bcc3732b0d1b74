import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kernel.errors import Busy, DomainError, InvalidInput
from kernel.links import Page, path_to
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from people.entering import issue_pass
from tenants.life.models import PendingSignUp
from tenants.life.queries.hosts import address, subdomain_host
from tenants.life.queries.subdomains import check_subdomain
from tenants.life.rules.names import normalised
from tenants.life.steps.opening import Applicant, give_up, go_live, reserve, settle
from tenants.schemas.asking import ask_for_spares
from tenants.schemas.errors import PoolEmpty

_EMAIL_LENGTH = 254

_TRIES, _PAUSE_SECONDS, _ASKING = 50, 0.1, 10
"""How often a sign-up looks for a spare schema, and after how many looks it asks for one: for five seconds, and one is
made in a fraction of one."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What a visitor asks for. `country` is an ISO 3166 code; `password` is as typed."""

    business_name: str
    subdomain: str
    owner_name: str
    email: str
    password: str
    country: str = "IN"


@dataclass(frozen=True, slots=True)
class OpenedBusiness:
    """A business that is live. `enter` is a URL that signs its owner in there, once, for a minute."""

    name: str
    host: str
    home: str
    enter: str


def sign_up(*, command: SignUp, now: datetime) -> OpenedBusiness:
    """Open a business: its name, its schema, its owner, its opening rows; live when this returns.

    Three transactions: what stands between two of them is finished by the visitor's next try or by `finish_sign_ups`.
    Raises InvalidInput with every field's errors at once, NotPrepared when no template fits the code, Busy when no
    spare schema came in time.
    """
    use_public()
    pending = _earlier_try(command)
    if pending is None:
        applicant = _checked(command, now)
        pending = _reserved(applicant, now)
    try:
        with in_schema(pending.tenant.schema_name):
            owner_id = run_in_transaction(partial(settle, pending, now=now))
    except Busy:  # somebody else is settling it this moment: a second click must not undo the first
        raise
    except DomainError:
        run_in_transaction(partial(give_up, pending, now=now))
        raise
    run_in_transaction(partial(go_live, pending, now=now))
    with in_schema(pending.tenant.schema_name):
        entry = issue_pass(owner_id)
    host = subdomain_host(normalised(command.subdomain))
    enter = address(host, path_to(Page.ENTER, query=f"token={entry}"))
    return OpenedBusiness(pending.tenant.name, host, address(host), enter)


def _reserved(applicant: Applicant, now: datetime) -> PendingSignUp:
    """With a spare schema; when none waits, with one that a worker makes meanwhile."""
    for attempt in range(_TRIES):
        try:
            return run_in_transaction(partial(reserve, applicant, now=now))
        except PoolEmpty:
            # Again each second: a spare that a refill counted may have been claimed that moment.
            if attempt % _ASKING == 0:
                ask_for_spares()
            time.sleep(_PAUSE_SECONDS)
    raise PoolEmpty


def _earlier_try(command: SignUp) -> PendingSignUp | None:
    """The same visitor's sign-up that broke off."""
    pending = (
        PendingSignUp.objects.select_related("tenant")
        .filter(tenant__domains__domain=subdomain_host(normalised(command.subdomain)), email=_email(command))
        .first()
    )
    return pending if pending and check_password(command.password, pending.password) else None


def _checked(command: SignUp, now: datetime) -> Applicant:
    """The input in the form that is kept. InvalidInput names everything that is wrong with it."""
    email, owner_name, business_name = _email(command), command.owner_name.strip(), command.business_name.strip()
    errors: dict[str, list[str]] = {}
    for field, value, longest in (("business_name", business_name, 120), ("owner_name", owner_name, 150)):
        if not value:
            errors[field] = ["This is needed."]
        elif len(value) > longest:
            errors[field] = [f"Use at most {longest} characters."]
    subdomain = check_subdomain(command.subdomain, now=now)
    if not subdomain.available:
        errors["subdomain"] = [subdomain.reason]
    try:
        validate_email(email)
    except ValidationError:
        errors["email"] = ["Enter an e-mail address."]
    if len(email) > _EMAIL_LENGTH:
        errors["email"] = [f"Use at most {_EMAIL_LENGTH} characters."]
    try:
        validate_password(command.password, get_user_model()(email=email, name=owner_name))
    except ValidationError as weak:
        errors["password"] = weak.messages
    if errors:
        raise InvalidInput(errors=errors)
    password = make_password(command.password)
    return Applicant(business_name, subdomain.name, owner_name, email, password, command.country.upper())


def _email(command: SignUp) -> str:
    return command.email.strip().lower()
