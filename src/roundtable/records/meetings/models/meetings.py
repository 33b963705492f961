"""Meetings: their days, who is invited besides, and the secret address of a person's calendar."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from roundtable.ground.parties.public import Known
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
