from datetime import datetime, timedelta

from insights.models import ProofRun
from kernel.schemas import use_public

RETENTION_PROOFS = timedelta(days=30)


def prune_proofs(*, now: datetime) -> None:
    """Forget the results of a month ago. One statement."""
    use_public()
    ProofRun.objects.filter(at__lt=now - RETENTION_PROOFS).delete()
