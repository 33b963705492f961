"""Files that people hand in: whose they are and who may read them. The bytes lie sealed, under a keyed hash."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText


class StoredFile(SealedRow):
    """One handed-in file. The same bytes may stand behind several rows."""

    scope = models.CharField(max_length=40)
    by_id = models.BigIntegerField()
    purpose = models.CharField(max_length=60)
    audience = models.CharField(max_length=40)
    name = SealedText(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    cleaned = models.CharField(_("what was taken out"), max_length=200, blank=True, default="")
    kept_at = models.DateTimeField(_("handed in"))
    deleted_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["StoredFile"]] = behind(
        Wall(own="scope", person=("by_id",), dialogue=True, secretariat=True)
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-kept_at", "-pk"]
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name

    def seals_for(self) -> str:
        """Name those whose file it is."""
        return ring.scope(self.scope)
