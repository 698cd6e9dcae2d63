from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.accounts.roles import Permission, Role, may
from kirana.core.actors import Actor, ActorKind
from kirana.core.errors import NotAllowed
from kirana.stores.models import Store


class UserManager(BaseUserManager["User"]):
    """Makes accounts; used by libraries. Our own code calls `accounts.services`."""

    def create_user(self, email: str | None = None, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=self.normalize_email(email) if email else None, **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can sign in: by e-mail now, by phone when that is all they have.

    E-mail and phone are each unique and each optional, so that an account can begin with a phone number and a
    one-time code. Passkeys and second factors hang on this row from allauth's own tables.
    """

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=16, unique=True, null=True, blank=True)  # E.164
    is_phone_verified = models.BooleanField(default=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    password_set_at = models.DateTimeField(null=True)  # None: before anyone wrote it down

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False),
                name="an_account_has_an_email_or_a_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or "?"

    def as_customer(self) -> Actor:
        """This person as the `by` of what they do for themselves."""
        return Actor(ActorKind.CUSTOMER, str(self), self.pk)


class StaffMember(models.Model):
    """A person's place in a store. Leaving the shop ends the place, not the account."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="staff")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="staff")
    role = models.CharField(max_length=12, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="staff_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def may(self, permission: Permission) -> bool:
        """Whether this person's role has the permission and their place is active."""
        return self.is_active and self.user.is_active and may(self.role, permission)

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowed` unless this person may."""
        if not self.may(permission):
            raise NotAllowed()

    def as_actor(self) -> Actor:
        """This person as the `by` of what they do at work."""
        return Actor(ActorKind.STAFF, str(self.user), self.user_id)
