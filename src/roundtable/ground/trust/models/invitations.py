"""Invitations to hold a function."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.models.people import User
from roundtable.ground.trust.models.roles import Role
from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.addresses import SealedAddress
from roundtable.kernel.keys.fields import SealedRow, SealedText


class Invitation(SealedRow):
    """An offer to hold a function, sent by mail; the secret in the link is kept only as its hash."""

    email = SealedAddress(_("e-mail address"), max_length=254)
    name = SealedText(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    scope = models.CharField(_("for"), max_length=20)
    institution = models.CharField(_("institution"), max_length=60, blank=True, default="")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = behind(Wall(own="scope", secretariat=True, oversight=True))

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    class Privacy:
        email = Personal("to send the invitation", Basis.PUBLIC_TASK, keep_months=3)
        name = Personal("to address the person invited", Basis.PUBLIC_TASK, keep_months=3)

    def __str__(self) -> str:
        return f"{self.role}@{self.scope}"

    def seals_for(self) -> str:
        """Name the scope in which the function is: an account is not there yet."""
        return ring.scope(self.scope)

    def open_at(self, at: datetime) -> bool:
        """Whether the invitation can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
