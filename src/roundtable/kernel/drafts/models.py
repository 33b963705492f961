"""What drafts keep: the text of each field, every stroke that was sent, conflicts, and who is here."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText


class Written(SealedRow):
    """Words on their way into a thing of some room: sealed with one key for all, until that room takes them over."""

    class Meta:
        abstract = True

    def seals_for(self) -> str:
        """Name the drafts."""
        return ring.scope("drafts")


class Text(Written):
    """The text of one field of one thing, as it is now."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    field = models.CharField(max_length=60)
    scope = models.CharField(max_length=40, default="", db_default="")
    """Whose the thing is: nobody else reaches its drafts."""
    origin = SealedText(blank=True, default="")
    """The text as it was before anybody wrote here: revision 0."""
    text = SealedText(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager["Text"]] = behind(Wall(own="scope"))

    class Meta:
        verbose_name = _("draft text")
        verbose_name_plural = _("draft texts")
        constraints = [UniqueConstraint(name="one_text_for_a_field", fields=["kind", "key", "field"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.field}"


class Stroke(Written):
    """What one person sent at one time, exactly as it came, and what became of it.

    Never changed, so nothing is lost.
    """

    uuid = models.UUIDField(unique=True)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="strokes")
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    base = models.PositiveIntegerField()
    sent = SealedText(blank=True)
    revision = models.PositiveIntegerField()
    """The revision that stood after this stroke."""
    became = SealedText(blank=True)
    """The text of that revision."""
    merged = models.BooleanField(default=False)
    held_back = models.BooleanField(default=False)
    """It met a conflict: the text was left as it was until a person chooses."""

    objects: ClassVar[models.Manager["Stroke"]] = behind(Wall(via="text"))

    class Meta:
        verbose_name = _("stroke")
        verbose_name_plural = _("strokes")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                name="one_stroke_makes_a_revision", fields=["text", "revision"], condition=Q(held_back=False)
            ),
        ]

    class Privacy:
        by_id = Personal(purpose="to show who wrote which words", basis=Basis.PUBLIC_TASK, keep_months=60)

    def __str__(self) -> str:
        return str(self.uuid)


class Conflict(Written):
    """Two people changed the same words. Both texts are kept until somebody chooses."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="conflicts")
    stroke = models.OneToOneField(Stroke, on_delete=models.CASCADE, related_name="conflict")
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    base_text = SealedText(blank=True)
    mine = SealedText(blank=True)
    theirs = SealedText(blank=True)
    theirs_by = models.BigIntegerField(null=True)
    theirs_revision = models.PositiveIntegerField()
    both = SealedText(blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager["Conflict"]] = behind(Wall(via="text"))

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                name="a_conflict_is_resolved_by_someone_at_some_time",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.at}"


class Presence(models.Model):
    """Who had a thing open last, and in which field."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    by_id = models.BigIntegerField()
    field = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [UniqueConstraint(name="a_person_is_present_once", fields=["kind", "key", "by_id"])]

    class Privacy:
        by_id = Personal(purpose="to show who else works on the same text now", basis=Basis.PUBLIC_TASK, keep_months=1)

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.by_id}"
