from django.db import models

from kernel.grants import LISTED


class ProofRun(models.Model):
    """What the nightly proof found: nothing when all is right, else a list of {question, count, shown} (kernel.proofs).

    Without a tenant it was of the public schema. Pruned: insights.jobs.prune_proofs.
    """

    grants = LISTED

    tenant = models.ForeignKey("life.Tenant", models.CASCADE, null=True, related_name="proof_runs", db_index=False)
    at = models.DateTimeField()
    seconds = models.FloatField()
    is_right = models.BooleanField()
    findings = models.JSONField()

    class Meta:
        verbose_name = "proof"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_right=True, findings=[]) | models.Q(is_right=False) & ~models.Q(findings=[]),
                name="insights_proof_run_says_why",
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "-at"], name="insights_proof_run_last"),
            models.Index(fields=["at"], name="insights_proof_run_age"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant or 'public'}: {'right' if self.is_right else 'wrong'}"
