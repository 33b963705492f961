"""The log of reading: who read what is restricted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.chain import Family, Part, instant
from roundtable.ground.trust.models.chains import Chained
from roundtable.ground.trust.models.people import User
from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall


class Reading(Chained):
    """One line of the log of reading: who read which restricted thing, when, in which way, and what for."""

    FAMILY = Family.READINGS

    class Way(models.TextChoices):
        PAGE = "page", _("on a page")
        API = "api", _("through the API")
        EXPORT = "export", _("in a downloaded list")
        FILE = "file", _("as a file")

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    label = models.CharField(max_length=250)
    way = models.CharField(_("how"), max_length=6, choices=Way.choices)
    purpose = models.CharField(_("what for"), max_length=250, blank=True, default="")
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Reading"]] = behind(Wall(own="scope", person=("by_id",), oversight=True))

    class Meta:
        verbose_name = _("entry of the log of reading")
        verbose_name_plural = _("log of reading")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["scope", "-at"]), models.Index(fields=["by", "-at"])]
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="a_reading_has_its_place_in_its_chain")]

    class Privacy:
        by = Personal("to tell those whose words they are who read them", Basis.PUBLIC_TASK, keep_months=60)

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"

    def parts(self) -> dict[str, Part]:
        """Everything that was remembered."""
        return {
            "at": instant(self.at),
            "by": self.by_id,
            "kind": self.kind,
            "object_id": self.object_id,
            "label": self.label,
            "way": self.way,
            "purpose": self.purpose,
            "demonstration": self.demonstration,
        }
