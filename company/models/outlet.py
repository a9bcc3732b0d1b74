from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from kernel.grants import EDITED, LISTED


class Outlet(models.Model):
    """A place that sells and keeps stock. `code` begins its document numbers and never changes."""

    grants = EDITED

    name = models.CharField(max_length=80)
    code = models.CharField(max_length=3)
    timezone = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="company_outlet_code_once"),
            models.UniqueConstraint(fields=["name"], name="company_outlet_name_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z0-9]{2,3}$"), name="company_outlet_code_form"),
        ]
        permissions = [("work_at", "Works at this outlet")]

    def __str__(self) -> str:
        return self.name


class OutletUserObjectPermission(UserObjectPermissionBase):
    """Who works at which outlet (django-guardian, with a real foreign key instead of a content type)."""

    grants = LISTED

    id = models.BigAutoField(primary_key=True)
    content_object = models.ForeignKey(Outlet, on_delete=models.CASCADE)
