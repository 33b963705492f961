"""Who asked to speak, in which order, and how long each spoke."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.records.meetings.models.meetings import Meeting
from roundtable.records.meetings.models.talks import Item


class Turn(models.Model):
    """The floor for one delegation: asked for, given, and taken back."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("Statement")
        REPLY = "reply", _("Right of reply")
        ORDER = "order", _("Point of order")

    class Stage(models.TextChoices):
        WAITING = "waiting", _("Waits")
        SPEAKING = "speaking", _("Has the floor")
        SPOKEN = "spoken", _("Has spoken")
        WITHDRAWN = "withdrawn", _("Taken from the list")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="turns")
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="turns")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STATEMENT)
    stage = models.CharField(_("status"), max_length=10, choices=Stage.choices, default=Stage.WAITING)
    place = models.PositiveIntegerField(_("place on the list"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Turn"]] = behind(Wall(dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("place on the list of speakers")
        verbose_name_plural = _("lists of speakers")
        ordering = ["place", "pk"]
        constraints = [
            UniqueConstraint(name="one_has_the_floor", fields=["meeting"], condition=Q(stage="speaking")),
            UniqueConstraint(
                name="a_delegation_waits_once",
                fields=["meeting", "item", "party", "kind"],
                condition=Q(stage="waiting"),
            ),
            CheckConstraint(
                name="who_speaks_has_begun",
                condition=Q(stage__in=["waiting", "withdrawn"], began_at=None)
                | Q(stage__in=["speaking", "spoken"], began_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.party_id} {self.place}"

    @property
    def scope(self) -> str:
        """Who speaks at a meeting is seen by everybody who takes part."""
        return "dialogue"

    @property
    def demonstration(self) -> bool:
        """As the meeting."""
        return self.meeting.demonstration
