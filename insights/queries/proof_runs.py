"""What the nightly proofs found lately. On the public schema."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from insights.models import ProofRun
from tenants.life.enums import TenantState
from tenants.life.queries.figures import working_since

PROVED_WITHIN = timedelta(days=2)
"""A business that is older and was not proved within this time is an alarm, too: nobody knows whether it is right."""

THE_PLATFORM = "the public schema"


@dataclass(frozen=True, slots=True)
class ProofRunInfo:
    """One proof; `findings` are its {question, count, shown}."""

    name: str
    at: datetime
    seconds: float
    findings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LatestProofs:
    """Those whose last proof found something, and the names of those that were not proved lately."""

    wrong: list[ProofRunInfo]
    unproved: list[str]
    last_at: datetime | None


def last_proof(tenant_id: int) -> ProofRunInfo | None:
    """Of a business; None before the first. One statement."""
    run = ProofRun.objects.filter(tenant_id=tenant_id).select_related("tenant").first()
    return _info(run) if run else None


def latest_proofs(now: datetime) -> LatestProofs:
    """Of all businesses and the public schema. Three statements."""
    last = ProofRun.objects.order_by("tenant", "-at").distinct("tenant")
    wrong = ProofRun.objects.filter(pk__in=last.values("pk"), is_right=False).exclude(tenant__state=TenantState.DELETED)
    proved = set(
        ProofRun.objects.filter(at__gte=now - PROVED_WITHIN, tenant__isnull=False).values_list("tenant_id", flat=True)
    )
    expected = working_since(now - PROVED_WITHIN)
    latest = ProofRun.objects.values_list("at", flat=True).first()
    return LatestProofs(
        [_info(run) for run in wrong.select_related("tenant")],
        [name for tenant_id, name in expected.items() if tenant_id not in proved],
        latest,
    )


def _info(run: ProofRun) -> ProofRunInfo:
    return ProofRunInfo(run.tenant.name if run.tenant else THE_PLATFORM, run.at, run.seconds, run.findings)
