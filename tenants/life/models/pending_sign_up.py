from django.db import models
from django.db.models.functions import Now

from kernel.grants import FREE


class PendingSignUp(models.Model):
    """What is needed to finish opening a business if the process dies half-way; deleted with the finish.

    `password` is a hash.
    """

    grants = FREE

    tenant = models.OneToOneField("life.Tenant", models.CASCADE, related_name="pending_sign_up")
    owner_name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    password = models.CharField(max_length=128)
    country = models.CharField(max_length=2)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "unfinished sign-up"

    def __str__(self) -> str:
        return self.email
