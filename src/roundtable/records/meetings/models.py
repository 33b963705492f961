"""Meetings, who comes, what is talked about, what was concluded."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from roundtable.ground.parties.public import Known
from roundtable.ground.trust.public import Marked
from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText
from roundtable.records.meetings.domain import stage as stages
from roundtable.records.meetings.domain.days import Days
from roundtable.records.meetings.domain.deadlines import Ahead


class Kind(models.TextChoices):
    """What sort of meeting it is."""

    CONFERENCE = stages.Kind.CONFERENCE.value, _("Ministerial conference")
    SENIOR_OFFICIALS = stages.Kind.SENIOR_OFFICIALS.value, _("Senior Officials' Meeting")
    EXPERTS = stages.Kind.EXPERTS.value, _("Expert meeting")
    TRAINING = stages.Kind.TRAINING.value, _("Training")


class Stage(models.TextChoices):
    """How far a meeting is."""

    PLANNED = stages.Stage.PLANNED.value, _("Being planned")
    CALLED = stages.Stage.CALLED.value, _("Called")
    HELD = stages.Stage.HELD.value, _("Held")
    CANCELLED = stages.Stage.CANCELLED.value, _("Cancelled")


class Meeting(Known):
    """A meeting. Its days, its place and who is invited are for everybody once it is called."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    series = models.SlugField(_("series"), max_length=60, blank=True, default="")
    title = I18nCharField(_("title"), max_length=600)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    starts = models.TimeField(_("begins at"), null=True, blank=True)
    ends = models.TimeField(_("ends at"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=64)
    place = I18nCharField(_("place"), max_length=400, blank=True)
    link = models.URLField(_("link"), blank=True, default="")
    host = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    chair = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chair")
    )
    partners = models.BooleanField(_("Partners are invited as observers"), default=True)
    stage = models.CharField(_("status"), max_length=10, choices=Stage.choices, default=Stage.PLANNED)
    # Days before the first day on which documents are due.
    circulate = models.PositiveSmallIntegerField(_("documents circulated, days before"), default=42)
    comment = models.PositiveSmallIntegerField(_("comments due, days before"), default=21)
    revise = models.PositiveSmallIntegerField(_("revision circulated, days before"), default=10)
    freeze = models.PositiveSmallIntegerField(_("documents frozen, days before"), default=3)
    about = I18nTextField(_("what it is about"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    # Small letters of code, titles and places: SQLite knows no small letters beyond the Latin ones.
    words = models.TextField(default="", editable=False)
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-first_day", "pk"]
        constraints = [
            CheckConstraint(
                name="a_meeting_has_its_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
            ),
            CheckConstraint(
                name="hours_of_a_meeting_go_together",
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__isnull=False),
            ),
            CheckConstraint(
                name="documents_are_due_in_order",
                condition=Q(circulate__gt=F("comment"))
                & Q(comment__gt=F("revise"))
                & Q(revise__gt=F("freeze"))
                & Q(freeze__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give its page."""
        return reverse("meetings:meeting", args=[self.code])

    @property
    def scope(self) -> str:
        """A meeting concerns everybody."""
        return "dialogue"

    @property
    def days(self) -> Days:
        """Its days in its zone."""
        return Days(self.first_day, self.last_day, self.zone, self.starts, self.ends)

    @property
    def ahead(self) -> Ahead:
        """How long before it documents are due."""
        return Ahead(self.circulate, self.comment, self.revise, self.freeze)

    @property
    def open_for_registration(self) -> bool:
        """Whether delegations can be named."""
        return self.stage == Stage.CALLED


class Guest(Known):
    """That a meeting invites somebody besides, or leaves somebody out: a fact of this meeting, with its reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guests")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    invited = models.BooleanField(_("invited"))
    as_observer = models.BooleanField(_("as an observer"), default=False)
    reason = models.CharField(_("reason or source"), max_length=300)

    class Meta:
        verbose_name = _("exception to who is invited")
        verbose_name_plural = _("exceptions to who is invited")
        ordering = ["pk"]
        constraints = [UniqueConstraint(name="a_meeting_says_once_of_each", fields=["meeting", "party"])]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.party_id}"


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


class Feed(models.Model):
    """The secret address under which a person's calendar reads the meetings; only its digest is kept."""

    user = models.OneToOneField("trust.User", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user_id)
