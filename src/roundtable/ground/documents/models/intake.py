"""A text that somebody handed in and looks at before it is brought in: their own, for a week at most."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText


class Intake(SealedRow):
    """What was read from a file, not yet brought in. Nothing is changed by it."""

    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    name = SealedText(_("name of the file"), blank=True, default="")
    content = SealedJSON(default=dict)
    sha256 = models.CharField(max_length=64)
    # Texts by which the same file, brought in twice, makes one revision.
    key = models.UUIDField(unique=True)

    objects: ClassVar[models.Manager["Intake"]] = behind(Wall(person=("by_id",)))

    class Meta:
        verbose_name = _("text handed in")
        verbose_name_plural = _("texts handed in")
        ordering = ["-at"]

    class Privacy:
        by_id = Personal(purpose="to look at a text before it is brought in", basis=Basis.PUBLIC_TASK, keep_months=1)

    def __str__(self) -> str:
        return str(self.key)

    def seals_for(self) -> str:
        """Name the person who handed it in."""
        return ring.person(self.by_id)
