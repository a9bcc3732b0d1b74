from datetime import datetime

from audit.authors import Author
from audit.steps import record
from kernel.transactions import require_transaction
from tenants.domains.actions import Action
from tenants.domains.models import CustomDomain


def enter(claim: CustomDomain, *, actor: Author, action: Action, now: datetime) -> None:
    """What happened to a domain, as an entry in the trail of the present schema."""
    require_transaction()
    record(
        actor=actor,
        action=action,
        target_type="tenants.customdomain",
        target_id=claim.pk,
        changes={"host": claim.host},
        at=now,
    )
