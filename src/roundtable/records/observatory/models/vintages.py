"""One load of a dataset, and what the gate found in it."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base import markings
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.records.observatory.models.datasets import Dataset


class State(models.TextChoices):
    """How far a vintage is."""

    STAGED = "staged", _("Loaded, not published")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Refused")


class Vintage(models.Model):
    """A load. Its rows stand in the store under `loaded_at` and never change; withdrawn and refused rows are gone."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="vintages")
    loaded_at = models.DateTimeField(_("loaded"))
    # From when on readers knew it: its release, or an earlier day for what was known before it was loaded here.
    known_at = models.DateTimeField(_("known from"), null=True, blank=True)
    release_at = models.DateTimeField(_("released"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.STAGED)
    rows = models.PositiveBigIntegerField(_("rows"))
    # How many cells are numbers, zeros, and each kind of nothing.
    kinds = models.JSONField(_("kinds of cells"), default=dict)
    # What was kept back before it left: the rule, cells with a number before and after, sensitive and complementary.
    protection = models.JSONField(_("protection"), null=True, blank=True)
    # The codes of each dimension, and the periods, as they stand in the rows.
    codes = models.JSONField(_("codes"), default=dict)
    data_date = models.DateField(_("date of the data"), null=True, blank=True)
    retrieved = models.DateField(_("retrieved"), null=True, blank=True)
    file = models.CharField(_("file"), max_length=300, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    loaded_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    notice = models.TextField(_("notice"), blank=True, default="")
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Vintage"]] = behind(Wall(via="dataset"))

    class Meta:
        verbose_name = _("vintage")
        verbose_name_plural = _("vintages")
        ordering = ["-loaded_at"]
        constraints = [
            UniqueConstraint(name="a_dataset_is_loaded_once_at_a_moment", fields=["dataset", "loaded_at"]),
            CheckConstraint(
                name="what_is_published_says_since_when",
                condition=Q(state__in=["staged", "refused"]) | Q(release_at__isnull=False, known_at__isnull=False),
            ),
            CheckConstraint(
                name="what_is_withdrawn_says_why_and_when",
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(notice="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.loaded_at:%Y-%m-%d %H:%M}"

    @property
    def scope(self) -> str:
        """As the dataset."""
        return self.dataset.scope

    @property
    def marking(self) -> str:
        """The handling marking of its page: the dataset's where it was published, the staff's before."""
        out = self.state in {State.PUBLISHED, State.WITHDRAWN}
        return self.dataset.marking if out else markings.INSTITUTION

    def released(self, at: datetime) -> bool:
        """Whether readers may know it at an instant."""
        return (
            self.state in {State.PUBLISHED, State.WITHDRAWN} and self.release_at is not None and self.release_at <= at
        )


class Finding(models.Model):
    """A cell at which a rule of the gate stopped, and what a person answered: the public log."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    vintage = models.ForeignKey(Vintage, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(_("rule"), max_length=60)
    cell = models.JSONField(_("cell"), default=list)
    said = models.CharField(_("what was found"), max_length=300)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")
    answered_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects: ClassVar[models.Manager["Finding"]] = behind(Wall(via="vintage"))

    class Meta:
        verbose_name = _("finding of the gate")
        verbose_name_plural = _("findings of the gate")
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                name="an_answer_gives_its_reason_and_its_moment",
                condition=Q(answer="") | (~Q(reason="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.place}"

    @property
    def place(self) -> str:
        """The cell, its key in the order of the dimensions."""
        return " · ".join(map(str, self.cell))

    @property
    def scope(self) -> str:
        """As the dataset."""
        return self.vintage.scope


class Intake(models.Model):
    """A file that was handed in to be loaded, with its mapping: looked at, then loaded by a job."""

    file_id = models.PositiveBigIntegerField()
    name = models.CharField(_("file"), max_length=200)
    # The name of a mapping that is shipped, or a mapping of its own as YAML.
    mapping = models.TextField(_("mapping"))
    data_date = models.DateField(_("date of the data"), null=True, blank=True)
    retrieved = models.DateField(_("retrieved"), null=True, blank=True)
    known_on = models.DateField(_("known from"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    vintage = models.ForeignKey(Vintage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Intake"]] = behind(Wall(secretariat=True))

    class Meta:
        verbose_name = _("file to load")
        verbose_name_plural = _("files to load")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
