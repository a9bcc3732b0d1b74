"""A business on this installation, and the host names it answers at."""

from django.db import models
from django.db.models.functions import Lower, Now
from django_tenants.models import DomainMixin, TenantMixin

from kernel.grants import FREE
from tenants.life.enums import TenantState
from tenants.life.rules.lifecycle import CLOSING_STATES

_CLOSING = sorted(state.value for state in CLOSING_STATES)


class Tenant(TenantMixin):  # type: ignore[misc]
    """`schema_name` is opaque, and only a restore gives another; people see a business's domain and its name."""

    grants = FREE

    auto_create_schema = False
    auto_drop_schema = False

    name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=20,
        default=TenantState.OPENING,
        choices=[(state.value, state.label) for state in TenantState],
    )
    state_since = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    closes_at = models.DateTimeField(null=True)
    """From when on it may be deleted; set while it is closing."""

    purged_at = models.DateTimeField(null=True)
    """Since when this row is all that is left of it."""

    class Meta:
        verbose_name = "business"
        verbose_name_plural = "businesses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purged_at=None) | models.Q(state=TenantState.DELETED),
                name="tenant_purged_is_deleted",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in TenantState]), name="tenant_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_CLOSING, closes_at__isnull=False)
                | (~models.Q(state__in=_CLOSING) & models.Q(closes_at=None)),
                name="tenant_closes_while_closing",
            ),
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[a-z0-9]+$"), name="tenant_schema_name_opaque"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):  # type: ignore[misc]
    """A host name in lower case, without port or trailing dot."""

    grants = FREE

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(domain=Lower("domain")), name="domain_lower"),
        ]
