from datetime import datetime
from functools import partial

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import Conflict, InvalidInput, NotFound
from kernel.links import Page, path_to
from kernel.operators import require_operator
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from people.entering import issue_pass
from people.impersonation import SupportVisit
from people.queries.people import active_people
from people.rules.impersonation import LASTS
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.queries.hosts import address, subdomain_of
from tenants.life.rules.lifecycle import ACCESS, Access

_LONGEST_REASON = 300


def impersonate(*, actor: Actor, tenant_id: int, person_id: int, reason: str, now: datetime) -> str:
    """An operator looks at a business as one of its people: a URL that lets them in, once, within a minute.

    Two transactions, because the trails of both sides say so before anybody is let in. NotAllowed, InvalidInput,
    NotFound (no such business or person), Conflict when the business's host answers nobody.
    """
    use_public()
    require_operator(actor)
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST_REASON:
        raise InvalidInput(errors={"reason": [f"Say why, in at most {_LONGEST_REASON} characters."]})
    tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        raise NotFound
    if ACCESS[TenantState(tenant.state)] is Access.NONE:
        raise Conflict("Nobody can be let in: the host of this business answers nobody.")
    host = subdomain_of(tenant_id)  # ours: a custom domain may lead to somebody else, who would have the pass
    visit = SupportVisit(actor.name or actor.email, reason, (now + LASTS).isoformat())
    with in_schema(tenant.schema_name):
        person = active_people().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    said = {"reason": reason, "person": person_id, "until": visit.until}
    about = {"target_type": "tenants.tenant", "target_id": tenant.pk, "changes": said, "at": now}
    run_in_transaction(partial(record, actor=actor, action="tenants.tenant.visited", **about))
    with in_schema(tenant.schema_name):
        run_in_transaction(partial(record, actor=None, by=visit.via, action="tenants.tenant.visited", **about))
        return address(host, path_to(Page.ENTER, query=f"token={issue_pass(person_id, visit)}"))
