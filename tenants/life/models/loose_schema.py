from django.db import models

from kernel.grants import APPENDED


class LooseSchema(models.Model):
    """A schema that is no business's: what a restore replaced, or is making; what a sign-up that failed leaves.

    Dropped when it is due, by the owner of the database: nobody else can.
    """

    grants = APPENDED

    schema_name = models.CharField(max_length=63, unique=True)
    tenant = models.ForeignKey("life.Tenant", models.CASCADE, null=True, related_name="+")
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.schema_name
