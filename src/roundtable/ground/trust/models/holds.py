"""Legal holds, and what was erased on time."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.models.people import User
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText


class Hold(SealedRow):
    """A legal hold: until a day nothing about a person is erased, because two people decided so.

    It counts once a second person has confirmed it, and ends by itself.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holds")
    reason = SealedText(_("reason"), max_length=2000)
    until = models.DateField(_("until"))
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Hold"]] = behind(Wall(secretariat=True, oversight=True))

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            CheckConstraint(
                name="a_legal_hold_takes_two_people",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            CheckConstraint(
                name="who_confirmed_a_hold_says_when",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"

    def seals_for(self) -> str:
        """Name the person whom it is about."""
        return ring.person(self.user_id)

    @property
    def scope(self) -> str:
        """A hold is nobody's alone."""
        return ""


class Gone(models.Model):
    """What was erased at once because its months were over: how many rows of what; whose, nobody knows any more."""

    at = models.DateTimeField(_("when"))
    table = models.CharField(max_length=60)
    what = models.CharField(max_length=40)
    rows = models.PositiveIntegerField(_("how many"))

    class Meta:
        verbose_name = _("what was erased on time")
        verbose_name_plural = _("what was erased on time")
        ordering = ["-at", "table", "what"]

    def __str__(self) -> str:
        return f"{self.table} {self.what} {self.rows}"
