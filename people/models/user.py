"""A person who may sign in: in a tenant's schema its staff, in the public schema a platform operator."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now

from kernel.errors import NotAllowed
from kernel.grants import EDITED
from kernel.permissions import Permission, Role, allows

NAME_LENGTH = 150
EMAIL_LENGTH = 254


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save a person. `password=None` makes one who can't sign in until a password is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save a platform operator; run it on the public schema."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """E-mail is the name to sign in by, kept in lower case and unique within the schema."""

    grants = EDITED

    email = models.EmailField(max_length=EMAIL_LENGTH, unique=True)
    name = models.CharField(max_length=NAME_LENGTH, blank=True, default="")
    role = models.CharField(
        max_length=20, blank=True, default="", choices=[(role.value, role.value.title()) for role in Role]
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(db_default=Now())

    scopes: frozenset[Permission] | None = None
    """What the key that the person came by is for; None without one."""

    via: str = ""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["", *(role.value for role in Role)]), name="user_role_known"
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def may(self, permission: Permission) -> bool:
        """Whether they are active, their role includes the permission, and so does the key if they came by one."""
        within = self.scopes is None or permission in self.scopes
        return self.is_active and within and allows(self.role, permission)

    def require(self, permission: Permission) -> None:
        """Raises `NotAllowed` unless this person may."""
        if not self.may(permission):
            raise NotAllowed(permission)
