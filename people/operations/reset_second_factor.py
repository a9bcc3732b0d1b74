from datetime import datetime

from allauth.mfa.models import Authenticator

from audit.authors import Author
from audit.steps import record
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.transactions import operation
from people.actions import Action
from people.models import User


@operation
def reset_second_factor(*, actor: Actor | Author, email: str, now: datetime) -> None:
    """Let an operator who lost both app and recovery codes set up a new one at their next sign-in. NotFound.

    `actor` is None: it is done in a shell on the server, and by no page.
    """
    person = User.objects.filter(email=email.strip().lower(), is_staff=True).first()
    if person is None:
        raise NotFound
    Authenticator.objects.filter(user=person).delete()
    record(
        actor=actor,
        action=Action.SECOND_FACTOR_RESET,
        target_type="people.user",
        target_id=person.pk,
        at=now,
    )
