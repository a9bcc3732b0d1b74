from django.db import models

from kernel.grants import FIXED
from tenants.upgrades.enums import MigrationState


class SchemaMigration(models.Model):
    """How far a business's schema has come in being brought to the running code; one row, the latest run's.

    `before` and `after` are fingerprints (tenants.schemas.queries.template.fingerprint); `before` may be unknown ("").
    """

    grants = FIXED

    tenant = models.OneToOneField("life.Tenant", models.CASCADE, related_name="schema_migration")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in MigrationState])
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "migration"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in MigrationState]),
                name="schema_migration_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenant} {self.state}"
