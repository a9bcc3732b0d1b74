from django.db import models
from django.db.models import Q

from audit.authors import AuthorKind
from kernel.grants import APPENDED
from kernel.ids import new_id


class AuditEntry(models.Model):
    """Who did what to which thing, when and from where. Append-only by trigger; written by audit.steps.record."""

    grants = APPENDED

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    author = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AuthorKind])
    actor = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    via = models.CharField(max_length=100, blank=True, db_default="")
    """What the actor came by, when not by signing in: a key."""

    home_schema = models.CharField(max_length=63, blank=True, db_default="")
    """Of a person of another schema: which one, and their id there."""

    home_id = models.BigIntegerField(null=True)

    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    session = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "audit entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(author__in=[kind.value for kind in AuthorKind]), name="audit_entry_author_known"
            ),
            models.CheckConstraint(
                condition=Q(author=AuthorKind.PERSON.value, actor__isnull=False)
                | ~Q(author=AuthorKind.PERSON.value) & Q(actor=None),
                name="audit_entry_person_is_a_row",
            ),
            models.CheckConstraint(
                condition=Q(author=AuthorKind.PERSON_ELSEWHERE.value, home_id__isnull=False) & ~Q(home_schema="")
                | ~Q(author=AuthorKind.PERSON_ELSEWHERE.value) & Q(home_id=None, home_schema=""),
                name="audit_entry_person_elsewhere_has_a_home",
            ),
        ]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_entry_target"),
            models.Index(fields=["-at", "-id"], name="audit_entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.target_type} {self.target_id}"
