from datetime import datetime

from audit.authors import Author
from audit.steps import emit
from kernel.transactions import require_transaction
from tenants.domains.actions import Action
from tenants.domains.enums import Proof
from tenants.domains.events import DomainFailing
from tenants.domains.models import CustomDomain
from tenants.domains.rules.domains import GIVEN_UP_AFTER, WARNED_AFTER, next_check, next_recheck, record_name
from tenants.domains.steps.drop_host import drop_host
from tenants.domains.steps.enter import enter
from tenants.domains.steps.point_to_subdomain import point_to_subdomain
from tenants.life.models import Domain

TAKEN = "Another business uses this domain."
_MISSING = "There is no such TXT record at {name} yet."
_UNANSWERED = "The DNS did not answer; it will be asked again."
_NOT_IN_PLAN = "Your plan does not include a domain of your own."


def settle_domain(claim: CustomDomain, *, proof: Proof, actor: Author, now: datetime) -> Action | None:
    """Write down what a check of the DNS found: the host answers from the first proof on, until it fails for long.

    Mails and links point elsewhere from the first check that misses its proof: it may be somebody else's by now.

    `claim` is locked by the caller, in its transaction on the public schema. Returns what changed for the business, as
    the action of an audit entry; None when nothing did.
    """
    require_transaction()
    before = claim.verified_at
    claim.checked_at = now
    if claim.verified_at:
        _proved_again(claim, proof, now)
    else:
        _first_proof(claim, proof, now)
    claim.save()
    if bool(before) == bool(claim.verified_at):
        return None
    action = Action.DOMAIN_VERIFIED if claim.verified_at else Action.DOMAIN_LAPSED
    enter(claim, actor=actor, action=action, now=now)
    return action


def _first_proof(claim: CustomDomain, proof: Proof, now: datetime) -> None:
    claim.next_check_at = next_check(added_at=claim.added_at, now=now)
    if proof is Proof.FOUND and Domain.objects.filter(domain=claim.host).exists():
        claim.problem = TAKEN
    elif proof is Proof.FOUND:
        Domain.objects.create(domain=claim.host, tenant_id=claim.tenant_id, is_primary=False)
        claim.verified_at, claim.next_check_at, claim.problem = now, next_recheck(answered=True, now=now), ""
    else:
        claim.problem = _problem(claim, proof)


def _proved_again(claim: CustomDomain, proof: Proof, now: datetime) -> None:
    claim.next_check_at = next_recheck(answered=proof is not Proof.UNANSWERED, now=now)
    if proof is Proof.FOUND:
        claim.failing_since, claim.warned_at, claim.problem = None, None, ""
        return
    claim.problem = _problem(claim, proof)
    if proof is Proof.UNANSWERED:
        return
    claim.failing_since = claim.failing_since or now
    if Domain.objects.filter(domain=claim.host, is_primary=True).exists():
        point_to_subdomain(claim.tenant_id)
    if now - claim.failing_since >= GIVEN_UP_AFTER:
        drop_host(tenant_id=claim.tenant_id, host=claim.host)
        claim.verified_at = claim.failing_since = claim.warned_at = claim.next_check_at = None
    elif now - claim.failing_since >= WARNED_AFTER and claim.warned_at is None:
        claim.warned_at = now
        emit(DomainFailing(tenant_id=claim.tenant_id, host=claim.host), at=now)


def _problem(claim: CustomDomain, proof: Proof) -> str:
    if proof is Proof.NOT_IN_PLAN:
        return _NOT_IN_PLAN
    return _UNANSWERED if proof is Proof.UNANSWERED else _MISSING.format(name=record_name(claim.host))[:200]
