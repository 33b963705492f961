"""Reporting rounds, and what each Party reports on each action it chooses."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from roundtable.ground.parties.public import Known
from roundtable.ground.trust.public import Marked
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText


class Round(Known):
    """A reporting round on one year. It opens and closes at a wall-clock time in each Party's own zone."""

    year = models.PositiveSmallIntegerField(_("year reported on"), unique=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    closes_at = models.TimeField(_("closes at, in each Party's own time"), default=time(18, 0))
    reminders = models.JSONField(_("reminders, days before"), default=list)
    guidance = models.TextField(_("guidance"), blank=True, default="")
    published_at = models.DateTimeField(_("totals published"), null=True, blank=True)
    published_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1, db_default=1)
    demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["-year"]
        constraints = [CheckConstraint(name="a_round_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on")))]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def scope(self) -> str:
        """A round concerns everybody."""
        return "dialogue"


class Extension(Known):
    """More time in a round, for all or for one Party. Extensions are added, never changed.

    They are their own history.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    closes_on = models.DateField(_("closes on"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.party_id or ''} {self.closes_on}"

    @property
    def scope(self) -> str:
        """An extension for one Party is that Party's, one for all is everybody's."""
        return str(self.party_id or "dialogue")


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, without those in the bin where asked."""

    def kept(self) -> "ReportQuerySet":
        """Leave out what lies in the bin."""
        return self.filter(deleted_at=None)


class Report(SealedRow, Marked):
    """What one Party reports on one action in one round. Its texts are sealed with the Party's key.

    Its marking covers its words and its evidence.
    """

    class Answer(models.TextChoices):
        PROGRESS = "progress", _("Progress is reported")
        NOT_APPLICABLE = "not-applicable", _("Not applicable")
        NO_COMPETENCE = "no-competence", _("No national competence")
        CONFIDENTIAL = "confidential", _("Confidential")

    class Progress(models.IntegerChoices):
        NOT_BEGUN = 0, _("Not begun")
        PREPARED = 1, _("Prepared")
        BEGUN = 2, _("Begun")
        ADVANCED = 3, _("Advanced")
        DONE = 4, _("Done")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OFFERED = "offered", _("Ready for the contact point")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned with a note")
        ACCEPTED = "accepted", _("Accepted")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey("plan.Action", on_delete=models.PROTECT, related_name="reports")
    answer = models.CharField(_("answer"), max_length=16, choices=Answer.choices, default=Answer.PROGRESS)
    progress = models.PositiveSmallIntegerField(_("progress"), null=True, blank=True, choices=Progress.choices)
    narrative = SealedText(_("what was done"), blank=True, default="")
    obstacles = SealedText(_("obstacles"), blank=True, default="")
    needs = SealedText(_("needs"), blank=True, default="")
    stage = models.CharField(_("status"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    institution = models.CharField(_("institution that contributes"), max_length=60, blank=True, default="")
    returned_note = SealedText(_("note of the secretariat"), blank=True, default="")
    as_returned = SealedJSON(_("what was returned"), default=dict, blank=True)
    answer_by = models.DateTimeField(_("answer to the note by"), null=True, blank=True)
    prefilled = models.BooleanField(_("begun from last year's report"), default=False)
    corrected = models.PositiveSmallIntegerField(_("corrections since acceptance"), default=0)
    revision = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    # What the secretariat has once received stays on record: withdrawing it clears the field above, and never this one.
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Report"]] = behind(
        Wall(
            own="party_id",
            dialogue=Q(stage="accepted"),
            # What was handed in, and what was returned while the Party works on it again; never a draft.
            secretariat=Q(stage__in=["submitted", "returned", "accepted"]) | Q(answer_by__isnull=False),
        ),
        ReportQuerySet,
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-round__year", "party", "action__area__number", "action__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "party", "action"],
                condition=Q(deleted_at=None),
                name="one_report_for_each_round_party_and_action",
            ),
            CheckConstraint(
                name="only_reports_that_were_never_sent_are_deleted",
                condition=Q(deleted_at=None) | Q(stage__in=["draft", "offered"], first_submitted_at=None),
            ),
            CheckConstraint(
                name="submitted_progress_is_said",
                condition=~Q(answer="progress")
                | Q(progress__isnull=False)
                | Q(stage__in=["draft", "offered", "returned"]),
            ),
            CheckConstraint(name="only_progress_has_a_scale", condition=Q(answer="progress") | Q(progress=None)),
        ]
        indexes = [
            models.Index(fields=["party", "round"]),
            models.Index(fields=["stage", "round"]),
            models.Index(fields=["action", "round"]),
            # The whole matrix is read from this index alone.
            models.Index(fields=["round", "stage", "action", "party", "answer", "progress"], name="plan_report_matrix"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.action.code} {self.round.year}"

    @property
    def scope(self) -> str:
        """A report belongs to its Party."""
        return str(self.party_id)

    def seals_for(self) -> str:
        """Name its Party."""
        return ring.scope(self.scope)


class Evidence(SealedRow):
    """What shows that a report is true: a link or a file."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidence")
    title = SealedText(_("what it shows"), max_length=200)
    link = SealedText(_("link"), max_length=200, blank=True, default="")
    file_id = models.BigIntegerField(null=True, blank=True)
    # The key of the form that it came with: the same form sent twice adds one.
    made_by_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Evidence"]] = behind(Wall(via="report"))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            CheckConstraint(
                name="evidence_is_a_link_or_a_file",
                condition=(Q(link="") & Q(file_id__isnull=False)) | (~Q(link="") & Q(file_id=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> str:
        """Evidence belongs to the Party of its report."""
        return self.report.scope

    def seals_for(self) -> str:
        """Name the Party of its report."""
        return ring.scope(self.scope)


class Note(SealedRow):
    """A remark on a report between the Party and the secretariat."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedText(_("note"))
    # The key of the form that it came with: the same form sent twice leaves one.
    made_by_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects: ClassVar[models.Manager["Note"]] = behind(Wall(via="report", own="party_id", secretariat=True))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def scope(self) -> str:
        """A note belongs to the Party of its report."""
        return self.report.scope

    def seals_for(self) -> str:
        """Name the Party of its report."""
        return ring.scope(self.scope)


class Correction(SealedRow):
    """A wish to correct an accepted report, and what became of it. The text before is kept for good."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("Asked for")
        OPEN = "open", _("Opened by the secretariat")
        REFUSED = "refused", _("Refused")
        DONE = "done", _("Corrected")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="corrections")
    stage = models.CharField(_("status"), max_length=8, choices=Stage.choices, default=Stage.ASKED)
    reason = SealedText(_("what is wrong, and why"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_note = SealedText(_("note of the secretariat"), blank=True, default="")
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before = SealedJSON(_("before"), default=dict, blank=True)
    after = SealedJSON(_("after"), default=dict, blank=True)

    objects: ClassVar[models.Manager["Correction"]] = behind(Wall(via="report"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(stage__in=["asked", "open"]),
                name="one_correction_of_a_report_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.report)

    @property
    def scope(self) -> str:
        """A correction belongs to the Party of its report."""
        return self.report.scope

    def seals_for(self) -> str:
        """Name the Party of its report."""
        return ring.scope(self.scope)
