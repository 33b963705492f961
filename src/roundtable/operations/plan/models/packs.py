"""Monitoring packs: frozen snapshots of a year, what was made from them, who took them, and corrigenda."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Marked
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall

FROZEN = frozenset(
    {"year", "number", "correction", "content", "annex", "sha256", "taken_at", "corrects_id", "demonstration"}
)
"""What a snapshot is: none of it changes after the first save."""


class Pack(Marked):
    """One frozen snapshot of a year. Its bytes are kept as hashed; a corrected pack is a snapshot of its own."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    correction = models.PositiveSmallIntegerField(_("number of the correction"), default=0)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    content = models.BinaryField(_("snapshot, compressed"))
    annex = models.BinaryField(_("annexes, compressed"))
    sha256 = models.CharField(_("SHA-256 of the snapshot"), max_length=64)
    taken_at = models.DateTimeField(_("frozen at"))
    taken_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("monitoring pack")
        verbose_name_plural = _("monitoring packs")
        ordering = ["-year", "-number", "-correction"]
        constraints = [
            UniqueConstraint(
                fields=["year", "number", "correction"], name="one_pack_for_each_year_number_and_correction"
            ),
            CheckConstraint(name="a_correction_corrects_a_pack", condition=Q(correction=0) | Q(corrects__isnull=False)),
            CheckConstraint(
                name="who_published_a_pack_is_known",
                condition=Q(published_at=None) | Q(published_by__isnull=False) | Q(demonstration=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new pack, or the fields beside the snapshot of an old one; the snapshot itself never changes."""
        if not self._state.adding:
            named = kwargs.get("update_fields")
            if named is None or FROZEN & set(named):
                raise ValueError("A snapshot is frozen: name in update_fields what changes beside it")
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The short name by which a pack is cited: 2026-1, and 2026-1-COR1 for its first correction."""
        return f"{self.year}-{self.number}" + (f"-COR{self.correction}" if self.correction else "")

    @property
    def scope(self) -> str:
        """A pack belongs to the whole dialogue."""
        return "dialogue"

    def get_absolute_url(self) -> str:
        """The address under which the pack is cited."""
        return reverse("plan:pack", args=[self.pk])


class Rendering(models.Model):
    """One file made from a snapshot: its bytes can be made again, so only what they came to is kept."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="renderings")
    part = models.CharField(_("part"), max_length=40, default="main")
    fmt = models.CharField(_("format"), max_length=8)
    language = models.CharField(_("language"), max_length=12)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    seconds = models.FloatField(_("seconds it took"))
    body = models.BinaryField(_("the file"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a pack")
        verbose_name_plural = _("files of packs")
        ordering = ["part", "fmt", "language"]
        constraints = [
            UniqueConstraint(
                fields=["pack", "part", "fmt", "language"], name="one_file_for_each_part_format_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.part} {self.fmt} {self.language}"


class Download(models.Model):
    """Who took a pack, so that a corrigendum can reach them."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="downloads")
    by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=40, default="main")
    fmt = models.CharField(_("format"), max_length=8)
    language = models.CharField(_("language"), max_length=12)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Download"]] = behind(Wall(person=("by_id",), secretariat=True))

    class Meta:
        verbose_name = _("download of a pack")
        verbose_name_plural = _("downloads of packs")
        ordering = ["at"]
        indexes = [models.Index(fields=["pack", "by"])]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.fmt} {self.by_id}"


class Corrigendum(models.Model):
    """What was wrong in a published pack and what is right: proposed when a report is corrected, then issued."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="corrigenda")
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    figures = models.CharField(_("which figures"), max_length=400)
    wrong = models.TextField(_("what was wrong"))
    right = models.TextField(_("what is right"))
    corrected = models.ForeignKey(
        Pack, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("corrected pack")
    )
    proposed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dismissed_at = models.DateTimeField(null=True, blank=True)
    report_id = models.BigIntegerField(_("report that was corrected"), null=True, blank=True)

    objects: ClassVar[models.Manager["Corrigendum"]] = models.Manager()

    class Meta:
        verbose_name = _("corrigendum")
        verbose_name_plural = _("corrigenda")
        ordering = ["pack", "number", "pk"]
        constraints = [
            UniqueConstraint(fields=["pack", "number"], name="one_corrigendum_for_each_number"),
            CheckConstraint(
                name="an_issued_corrigendum_has_a_number_and_an_issuer",
                condition=Q(issued_at=None, number=None)
                | Q(issued_at__isnull=False, number__isnull=False, issued_by__isnull=False),
            ),
            CheckConstraint(
                name="a_corrigendum_is_issued_or_dismissed", condition=Q(issued_at=None) | Q(dismissed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id}/{self.number or '?'}: {self.figures}"

    @property
    def scope(self) -> str:
        """A corrigendum belongs to the whole dialogue."""
        return "dialogue"
