from django.db import models


class LooseSchema(models.Model):
    """A schema that is no business's: what a restore replaced, or one that is being restored. Dropped in the end."""

    schema_name = models.CharField(max_length=63, unique=True)
    tenant = models.ForeignKey("life.Tenant", models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.schema_name
