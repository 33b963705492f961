"""Reporting rounds, and what each Party reports on each action it chooses."""

from datetime import time

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """A reporting round on one year. It opens and closes at a wall-clock time in each Party's own zone."""

    year = models.PositiveSmallIntegerField(_("year reported on"), unique=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    closes_at = models.TimeField(_("closes at, in each Party's own time"), default=time(18, 0))
    reminders = models.JSONField(_("reminders, days before"), default=list)
    guidance = models.TextField(_("guidance"), blank=True, default="")
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


class Report(models.Model):
    """What one Party reports on one action in one round."""

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
    narrative = models.TextField(_("what was done"), blank=True, default="")
    obstacles = models.TextField(_("obstacles"), blank=True, default="")
    needs = models.TextField(_("needs"), blank=True, default="")
    stage = models.CharField(_("status"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    institution = models.CharField(_("institution that contributes"), max_length=60, blank=True, default="")
    returned_note = models.TextField(_("note of the secretariat"), blank=True, default="")
    prefilled = models.BooleanField(_("begun from last year's report"), default=False)
    revision = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-round__year", "party", "action__area__number", "action__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "party", "action"], name="one_report_for_each_round_party_and_action"
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
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.action_id} {self.round_id}"

    @property
    def scope(self) -> str:
        """A report belongs to its Party."""
        return str(self.party_id)


class Evidence(models.Model):
    """What shows that a report is true: a link or a file."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("what it shows"), max_length=200)
    link = models.URLField(_("link"), blank=True, default="")
    file_id = models.BigIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()

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


class Note(models.Model):
    """A remark on a report between the Party and the secretariat."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("note"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:60]
