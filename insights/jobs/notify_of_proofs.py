from datetime import datetime

import structlog
from django.core.mail import send_mail
from django.template.loader import render_to_string

from insights.queries.proof_runs import latest_proofs
from kernel.links import ConsolePage, console_address
from kernel.schemas import use_public
from people.queries.operators import active_operators

log = structlog.get_logger(__name__)

_NAMED = 50
"""Of each list in a mail; the console has all."""


def notify_of_proofs(*, now: datetime) -> int:
    """Mail each operator what is wrong and what nobody has proved lately. Nothing when all is well.

    Returns how many mails were sent. Every morning again until it is mended.
    """
    use_public()
    found = latest_proofs(now)
    if not found.wrong and not found.unproved:
        return 0
    if found.unproved:
        log.error("businesses_not_proved", count=len(found.unproved), names=found.unproved[:_NAMED])
    operators = active_operators()
    context = {
        "found": found,
        "wrong": found.wrong[:_NAMED],
        "unproved": found.unproved[:_NAMED],
        "link": console_address(ConsolePage.PROOFS),
    }
    for operator in operators:
        body = render_to_string("insights/mail/proofs.txt", {**context, "operator": operator})
        subject, _, text = body.partition("\n")
        send_mail(subject, text.lstrip(), None, [operator.email])
    return len(operators)
