from dataclasses import asdict
from datetime import datetime

import structlog

from insights.models import ProofRun
from insights.queries.proof import proof_of
from kernel.schemas import PUBLIC, in_schema
from tenants.life.queries.tenants import tenant_by_schema

log = structlog.get_logger(__name__)


def prove_business(*, schema: str, now: datetime) -> bool:
    """Prove a business, or the public schema, and keep what was found. Returns whether it is right.

    What is wrong goes to the log as an error, by schema and question: that is an alarm wherever errors are.
    """
    proof = proof_of(schema)
    with in_schema(PUBLIC):
        ProofRun.objects.create(
            tenant_id=None if schema == PUBLIC else tenant_by_schema(schema).pk,
            at=now,
            seconds=proof.seconds,
            is_right=not proof.findings,
            findings=[asdict(found) for found in proof.findings],
        )
    if proof.findings:
        counts = {found.question: found.count for found in proof.findings}
        log.error("proof_failed", schema=schema, findings=counts)
    return not proof.findings
