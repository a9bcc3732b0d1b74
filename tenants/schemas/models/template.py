from django.db import models
from django.db.models.functions import Now

from kernel.grants import FIXED


class Template(models.Model):
    """A migrated, empty tenant schema written down: SQL statements in order, naming the schema `t_template`.

    `catalogue` is what it is made of, for proofs: a list of [kind, name, [each definition that is right]].
    """

    grants = FIXED

    fingerprint = models.CharField(max_length=64, unique=True)
    statements = models.JSONField()
    catalogue = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.fingerprint[:12]
