"""What notices keep: the inbox, each person's choice about mail, and addresses that do not work."""

from typing import ClassVar

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.addresses import SealedAddress, hash_in
from roundtable.kernel.keys.fields import SealedRow, SealedText


class Notice(SealedRow):
    """Something that one person was told; sealed with that person's key."""

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=180)
    subject = SealedText(_("subject"), max_length=250)
    text = SealedText(_("text"), blank=True, default="")
    url = models.CharField(max_length=300, blank=True, default="")
    public = models.BooleanField(default=False)
    """Whether the text may travel by mail; otherwise the mail carries the subject and the link alone."""
    marking = models.CharField(max_length=12, blank=True, default="", db_default="")
    """The handling marking of what it is about; it stands in the subject."""
    at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Notice"]] = behind(Wall(person=("user_id",)))

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user_id", "read_at"])]
        constraints = [UniqueConstraint(name="a_person_is_told_once", fields=["user_id", "key"])]

    class Privacy:
        text = Personal(purpose="to tell a person what concerns them", basis=Basis.PUBLIC_TASK, keep_months=24)

    def __str__(self) -> str:
        return self.subject

    def seals_for(self) -> str:
        """Name the person who was told."""
        return ring.person(self.user_id)


class MailChoice(models.Model):
    """How one person wants mail."""

    class How(models.TextChoices):
        EACH = "each", _("A mail for each notice")
        DAILY = "daily", _("One mail a day")
        NONE = "none", _("No mail; the inbox only")

    user_id = models.BigIntegerField(unique=True)
    how = models.CharField(_("mail"), max_length=10, choices=How.choices, default=How.EACH)
    digest_at = models.DateTimeField(null=True)
    """When the last digest was made."""

    class Meta:
        verbose_name = _("choice about mail")
        verbose_name_plural = _("choices about mail")

    def __str__(self) -> str:
        return f"{self.user_id} {self.how}"


class DeadAddress(SealedRow):
    """An address whose mails come back. Nothing is sent there until somebody clears it."""

    address = SealedAddress(_("address"), max_length=254)
    hard = models.BooleanField(default=False)
    times = models.PositiveIntegerField(default=0)
    reason = SealedText(_("reason"), max_length=300, blank=True, default="")
    last_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("address that does not work")
        verbose_name_plural = _("addresses that do not work")
        ordering = ["-last_at"]
        constraints = [UniqueConstraint(hash_in("address"), name="an_address_is_written_down_once")]

    class Privacy:
        address = Personal(purpose="to stop sending mail that does not arrive", basis=Basis.PUBLIC_TASK, keep_months=12)

    def __str__(self) -> str:
        return self.address

    def seals_for(self) -> str:
        """Name the mail: whose address it is, mail does not know."""
        return ring.scope("mail")
