"""Looking for the proof of a domain in the DNS. Not one transaction: nobody holds a row while the DNS is asked."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils.module_loading import import_string

from audit.authors import Author
from kernel.entitlements import Feature
from kernel.errors import NotFound
from kernel.schemas import in_schema
from kernel.transactions import run_in_transaction
from tenants.domains.actions import Action
from tenants.domains.dns import Unanswered, txt_records
from tenants.domains.enums import Proof
from tenants.domains.models import CustomDomain
from tenants.domains.rules.domains import record_name, record_value
from tenants.domains.steps.enter import enter
from tenants.domains.steps.settle_domain import settle_domain


def check_domain(*, actor: Author, tenant_id: int, host: str, now: datetime) -> None:
    """Look for the proof of one claim. On the public schema. NotFound."""
    claim = CustomDomain.objects.select_related("tenant").filter(tenant_id=tenant_id, host=host).first()
    if claim is None:
        raise NotFound
    proof = _proof_of(claim) if claim.verified_at or _has_domains(claim.tenant_id) else Proof.NOT_IN_PLAN
    action = run_in_transaction(partial(_settle, claim.pk, proof=proof, actor=actor, now=now))
    if action:
        # In the business's own trail as well: its owner asks there since when a domain answers.
        with in_schema(claim.tenant.schema_name):
            run_in_transaction(partial(enter, claim, actor=actor, action=action, now=now))


def _proof_of(claim: CustomDomain) -> Proof:
    try:
        found = record_value(claim.token) in txt_records(record_name(claim.host))
    except Unanswered:
        return Proof.UNANSWERED
    return Proof.FOUND if found else Proof.MISSING


def _has_domains(tenant_id: int) -> bool:
    """By its present plan: that it could claim one once doesn't say that it may still begin to use it."""
    return bool(import_string(settings.TENANT_HAS_FEATURE)(tenant_id, Feature.CUSTOM_DOMAIN))


def _settle(claim_id: int, *, proof: Proof, actor: Author, now: datetime) -> Action | None:
    claim = CustomDomain.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:  # removed while the DNS was asked
        return None
    return settle_domain(claim, proof=proof, actor=actor, now=now)
