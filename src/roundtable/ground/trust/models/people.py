"""People: an account each, sealed with a key of its own."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.addresses import SealedAddress, hash_in, take_over
from roundtable.kernel.keys.fields import SealedRow, SealedText, seal_anew


class People(BaseUserManager["User"]):
    """The manager of people: an account is known by its e-mail address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, whatever the case of its letters."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password nobody can sign in to it until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(SealedRow, AbstractBaseUser):
    """A person with an account. What they may do follows from their terms alone: there are no other powers.

    Name and address are sealed with a key of their own: to destroy it is to erase them.
    """

    email = SealedAddress(_("e-mail address"), max_length=254, unique=True)
    name = SealedText(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    timezone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    is_active = models.BooleanField(_("may sign in"), default=True)
    demonstration = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    sessions_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(hash_in("email"), name="one_account_for_each_address")]

    class Privacy:
        email = Personal("to sign in and to be reached", Basis.PUBLIC_TASK, keep_months=24)
        name = Personal("to show who holds a function and who did what", Basis.PUBLIC_TASK, keep_months=60)

    def __str__(self) -> str:
        # Never the address: whoever sees a name need not see how the person is reached.
        return self.name or gettext("Somebody")

    def get_full_name(self) -> str:
        """Give the name as it was entered: we do not take names apart."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name as it was entered."""
        return self.name

    @property
    def scope(self) -> str:
        """An account is nobody's alone: what is remembered about it names the scope itself."""
        return ""

    def seals_for(self) -> str:
        """Name the person; before the number is known, the row."""
        return ring.person(self.pk) if self.pk else f"new person:{self.row.hex}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the key of a new account becomes the person's own."""
        made_for = self.seals_for()
        super().save(*args, **kwargs)
        if made_for != self.seals_for() and not ring.settle(made_for, into=self.seals_for()):
            seal_anew(self)
            super().save(update_fields=["email", "name"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Each session carries this; raising the epoch ends them all at once, also on other servers.
        salt = "roundtable.ground.trust.models.User.sessions"
        return salted_hmac(
            salt, f"{self.password}:{self.sessions_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


# The sign-in library keeps addresses in a table of its own, which is sealed as ours are.
take_over(EmailAddress, "email", owner="user_id")
