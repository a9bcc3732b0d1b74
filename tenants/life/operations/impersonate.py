from dataclasses import replace
from datetime import datetime
from functools import partial

from audit.authors import person_elsewhere
from audit.steps import record
from kernel.actors import Actor
from kernel.errors import Conflict, InvalidInput, NotFound
from kernel.links import Page, path_to
from kernel.operators import require_operator
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from people.entering import issue_pass
from people.impersonation import Impersonation
from people.queries.people import active_people
from people.rules.impersonation import DURATION
from tenants.life.actions import Action
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.queries.hosts import address, subdomain_of
from tenants.life.rules.lifecycle import ACCESS, Access

_MAX_REASON_LENGTH = 300


def impersonate(*, actor: Actor, tenant_id: int, person_id: int, reason: str, now: datetime) -> str:
    """An operator enters a business as one of its people: a URL that opens it, once, within a minute.

    Two transactions, because the trails of both sides say so before the pass exists. NotAllowed, InvalidInput,
    NotFound (no such business or person), Conflict when the business's host answers nobody.
    """
    use_public()
    require_operator(actor)
    reason = reason.strip()
    if not reason or len(reason) > _MAX_REASON_LENGTH:
        raise InvalidInput(errors={"reason": [f"Say why, in at most {_MAX_REASON_LENGTH} characters."]})
    tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        raise NotFound
    if ACCESS[TenantState(tenant.state)] is Access.NONE:
        raise Conflict("The host of this business answers nobody, so nobody can enter it.")
    host = subdomain_of(tenant_id)  # ours: a custom domain may lead to somebody else, who would have the pass
    impersonation = Impersonation(actor.name or actor.email, reason, (now + DURATION).isoformat())
    with in_schema(tenant.schema_name):
        person = active_people().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    said = {"reason": reason, "person": person_id, "until": impersonation.until}
    about = {"target_type": "tenants.tenant", "target_id": tenant.pk, "changes": said, "at": now}
    author = replace(person_elsewhere(actor), via=impersonation.via)
    run_in_transaction(partial(record, actor=actor, action=Action.TENANT_IMPERSONATED, **about))
    with in_schema(tenant.schema_name):
        run_in_transaction(partial(record, actor=author, action=Action.TENANT_IMPERSONATED, **about))
        return address(host, path_to(Page.ENTER, query=f"token={issue_pass(person_id, impersonation)}"))
