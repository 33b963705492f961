"""What is talked about at a meeting, on which documents, what was said, and what was concluded."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Marked
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText
from roundtable.records.meetings.models.meetings import Meeting


class Item(SealedRow):
    """An item of the agenda, in several languages."""

    class Kind(models.TextChoices):
        ITEM = "item", _("Item")
        MATTERS = "matters", _("Matters arising")
        BREAK = "break", _("Break")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField(_("place in the agenda"))
    day = models.PositiveSmallIntegerField(_("day of the meeting"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.ITEM)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    opening = models.PositiveSmallIntegerField(_("of these, for the opening"), default=5)
    lead = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    codes = models.JSONField(_("actions of the plan"), default=list, blank=True)
    original = models.CharField(_("language of the original"), max_length=8, default="en")
    wording = models.PositiveIntegerField(default=0)
    texts = SealedJSON(_("words"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager["Item"]] = behind(Wall(dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        ordering = ["day", "place", "pk"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def scope(self) -> str:
        """An agenda is everybody's who takes part."""
        return "dialogue"

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")


class Material(SealedRow, Marked):
    """A document for a meeting: a file, a text of the documents, or the number of one that is kept elsewhere."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="materials")
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="materials")
    title = SealedText(_("title"), max_length=250)
    number = SealedText(_("document number"), max_length=60, blank=True, default="")
    language = models.CharField(_("language"), max_length=8, default="en")
    file_id = models.BigIntegerField(null=True, blank=True)
    # A text of the documents: its number, its marking and its translations are then read from there.
    text = models.ForeignKey("documents.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Material"]] = behind(Wall(dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("material of a meeting")
        verbose_name_plural = _("materials of meetings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> str:
        """Materials are everybody's who takes part, within their marking."""
        return "dialogue"

    @property
    def demonstration(self) -> bool:
        """As the meeting."""
        return self.meeting.demonstration

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")


class Conclusion(SealedRow):
    """What a meeting concluded: a promise with an owner and a day, open until somebody says what became of it."""

    class Stage(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Given up")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="conclusions")
    number = models.PositiveSmallIntegerField(_("number"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="conclusions")
    text = SealedText(_("what was concluded"))
    owner = models.CharField(_("owner"), max_length=20, default="secretariat")
    codes = models.JSONField(_("actions of the plan"), default=list, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    stage = models.CharField(_("status"), max_length=8, choices=Stage.choices, default=Stage.OPEN)
    outcome = SealedText(_("what became of it"), blank=True, default="")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Conclusion"]] = behind(Wall(own="owner", dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["meeting", "number"]
        constraints = [
            UniqueConstraint(name="a_conclusion_has_its_number", fields=["meeting", "number"]),
            CheckConstraint(
                name="a_closed_conclusion_says_when",
                condition=Q(stage="open", closed_on=None) | (~Q(stage="open") & Q(closed_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.code} {self.number}"

    @property
    def scope(self) -> str:
        """What was concluded together is everybody's who takes part."""
        return "dialogue"

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")


class Minutes(SealedRow):
    """What was said, as the secretariat wrote it down; for those who take part once it is published."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    text = SealedText(_("minutes"), blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Minutes"]] = behind(
        Wall(dialogue=Q(published_at__isnull=False), secretariat=True)
    )

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def scope(self) -> str:
        """Minutes are everybody's who takes part, once they are published."""
        return "dialogue"

    @property
    def demonstration(self) -> bool:
        """As the meeting."""
        return self.meeting.demonstration

    def seals_for(self) -> str:
        """Name the secretariat, that writes them."""
        return ring.scope("secretariat")
