"""Who comes to a meeting, what they need, and what they thought of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText
from roundtable.records.meetings.models.meetings import Meeting


class Participant(SealedRow):
    """Somebody whom a Party or Partner sends: asked for by it, approved by the secretariat."""

    class Part(models.TextChoices):
        HEAD = "head", _("Head of delegation")
        MEMBER = "member", _("Member")
        ALTERNATE = "alternate", _("Alternate")
        INTERPRETER = "interpreter", _("Interpreter or assistant")

    class Stage(models.TextChoices):
        ASKED = "asked", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(_("part"), max_length=12, choices=Part.choices, default=Part.MEMBER)
    stage = models.CharField(_("status"), max_length=10, choices=Stage.choices, default=Stage.ASKED)
    name = SealedText(_("name"), max_length=160)
    position = SealedText(_("position"), max_length=200, blank=True, default="")
    email = SealedText(_("e-mail"), max_length=254, blank=True, default="")
    note = SealedText(_("note of the secretariat"), max_length=500, blank=True, default="")
    accredited = models.BooleanField(_("letter of accreditation received"), default=False)
    visa_letter = models.BooleanField(_("asks for a letter for the visa"), default=False)
    came_on = models.JSONField(_("days attended"), default=list, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Participant"]] = behind(
        Wall(own="party_id", person=("user_id",), dialogue=Q(stage="approved"), secretariat=True)
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                name="a_delegation_has_one_head",
                fields=["meeting", "party"],
                condition=Q(part="head", stage__in=["asked", "approved"]),
            ),
        ]

    class Privacy:
        name = Personal("to know who comes, and to remember who was there", Basis.PUBLIC_TASK, keep_months=60)
        position = Personal("to know in what function somebody comes", Basis.PUBLIC_TASK, keep_months=60)
        email = Personal("to reach those who come", Basis.PUBLIC_TASK, keep_months=12)
        note = Personal("to tell why somebody was not approved", Basis.PUBLIC_TASK, keep_months=12)

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> str:
        """Who comes for a Party is that Party's to name."""
        return str(self.party_id)

    def seals_for(self) -> str:
        """Name the person where they have an account, otherwise their Party."""
        return ring.person(self.user_id) if self.user_id else ring.scope(str(self.party_id))


class Needs(SealedRow):
    """What somebody needs who comes: told by consent, for the meeting alone, and erased a month after it."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="needs")
    diet = SealedText(_("dietary needs"), max_length=300, blank=True, default="")
    access = SealedText(_("needs of access"), max_length=300, blank=True, default="")
    passport = SealedText(_("passport, for the letter"), max_length=60, blank=True, default="")
    told_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Needs"]] = behind(
        Wall(via="participant", own="party_id", person=("user_id",), secretariat=True)
    )

    class Meta:
        verbose_name = _("needs of a participant")
        verbose_name_plural = _("needs of participants")

    class Privacy:
        diet = Personal("to serve meals that the person can eat", Basis.CONSENT, keep_months=1)
        access = Personal("to make the place usable for the person", Basis.CONSENT, keep_months=1)
        passport = Personal("to write the letter with which a visa is asked for", Basis.CONSENT, keep_months=1)

    def __str__(self) -> str:
        return str(self.participant_id)

    @property
    def scope(self) -> str:
        """As the participant."""
        return self.participant.scope

    def seals_for(self) -> str:
        """As the participant."""
        return self.participant.seals_for()


class Feedback(SealedRow):
    """What somebody who was there thought of the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="feedback")
    user = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    content = models.PositiveSmallIntegerField(_("content"), null=True, blank=True)
    documents = models.PositiveSmallIntegerField(_("documents"), null=True, blank=True)
    organisation = models.PositiveSmallIntegerField(_("organisation"), null=True, blank=True)
    text = SealedText(_("what should be better"), blank=True, default="")
    given_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Feedback"]] = behind(Wall(person=("user_id",), secretariat=True))

    class Meta:
        verbose_name = _("feedback on a meeting")
        verbose_name_plural = _("feedback on meetings")
        constraints = [UniqueConstraint(name="feedback_is_given_once", fields=["meeting", "user"])]

    class Privacy:
        text = Personal("to make the next meeting better", Basis.CONSENT, keep_months=24)

    def __str__(self) -> str:
        return str(self.pk)

    def seals_for(self) -> str:
        """Name the person."""
        return ring.person(self.user_id)
