"""Activities: what Parties and Partners do to carry out the plan."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from roundtable.operations.plan.domain.activity import Stage as Stages

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "validators": [MinValueValidator(Decimal(0))]}


class Activity(models.Model):
    """One activity. Its shares say which actions it serves; they add up to one (the service sees to it)."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        STUDY_VISIT = "study-visit", _("Study visit")
        EXPERT_MEETING = "expert-meeting", _("Expert meeting")
        WORKSHOP = "workshop", _("Workshop")
        PILOT = "pilot", _("Pilot")
        PUBLICATION = "publication", _("Publication")
        CAMPAIGN = "campaign", _("Campaign")
        RESEARCH = "research", _("Research")
        EQUIPMENT = "equipment", _("Equipment or software")
        OTHER = "other", _("Other")

    class Stage(models.TextChoices):
        IDEA = Stages.IDEA.value, _("Idea")
        PLANNED = Stages.PLANNED.value, _("Planned")
        UNDER_WAY = Stages.UNDER_WAY.value, _("Under way")
        COMPLETED = Stages.COMPLETED.value, _("Completed")
        CANCELLED = Stages.CANCELLED.value, _("Cancelled")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        PARTIES = "parties", _("Those who take part in the dialogue")
        OWN = "own", _("The lead, the partners named here and the secretariat")

    title = models.CharField(_("title"), max_length=200)
    reference = models.CharField(_("the lead's own reference"), max_length=60, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    stage = models.CharField(_("status"), max_length=12, choices=Stage.choices, default=Stage.PLANNED)
    audience = models.CharField(_("who may read it"), max_length=8, choices=Audience.choices, default=Audience.PARTIES)
    about = models.TextField(_("description"), blank=True, default="")
    lead = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("lead"))
    partners = models.ManyToManyField("parties.Party", related_name="+", blank=True, verbose_name=_("partners"))
    participants = models.ManyToManyField(
        "parties.Party", related_name="+", blank=True, verbose_name=_("participating Parties")
    )
    starts = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True, default="")
    online = models.BooleanField(_("online"), default=False)
    budget = models.DecimalField(_("budget in euro"), null=True, blank=True, **MONEY)
    spent = models.DecimalField(_("spent in euro"), null=True, blank=True, **MONEY)
    issues = models.ManyToManyField(
        "plan.HorizontalIssue", related_name="+", blank=True, verbose_name=_("horizontal issues")
    )
    outputs = models.TextField(_("outputs"), blank=True, default="")
    # Small letters of title, reference, place and description: SQLite knows no small letters beyond the Latin ones.
    words = models.TextField(default="", editable=False)
    revision = models.PositiveIntegerField(default=1)
    # The key of the form or call that made it: the same key sent twice makes one activity.
    made_by_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-starts", "-pk"]
        constraints = [
            CheckConstraint(
                name="an_activity_ends_after_it_starts",
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=F("starts")),
            ),
            CheckConstraint(name="a_last_day_has_a_first_day", condition=Q(ends=None) | Q(starts__isnull=False)),
            CheckConstraint(
                name="deleted_activities_say_when",
                condition=Q(deleted_by=None) | Q(deleted_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["lead", "reference"],
                condition=~Q(reference=""),
                name="one_activity_for_each_reference_of_a_lead",
            ),
            CheckConstraint(name="budget_is_not_negative", condition=Q(budget=None) | Q(budget__gte=0)),
            CheckConstraint(name="spent_is_not_negative", condition=Q(spent=None) | Q(spent__gte=0)),
        ]
        indexes = [
            # In the order of the list, with all that says who may read a row: counting never looks at the rows.
            models.Index(fields=["deleted_at", "-starts", "id", "audience", "lead"], name="activities_in_list_order"),
            models.Index(fields=["lead", "-starts"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> str:
        """An activity belongs to whoever leads it."""
        return str(self.lead_id)


class Share(models.Model):
    """How much of an activity serves one action."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="shares")
    action = models.ForeignKey("plan.Action", on_delete=models.PROTECT, related_name="shares")
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=4)

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(fields=["activity", "action"], name="one_share_for_each_action"),
            CheckConstraint(name="a_share_is_above_zero_and_at_most_one", condition=Q(share__gt=0) & Q(share__lte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.share}"


class Funding(models.Model):
    """A source of money for an activity: what was promised and what was paid, in euro."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="fundings")
    source = models.CharField(_("source"), max_length=160)
    pledged = models.DecimalField(_("pledged in euro"), **MONEY)
    paid = models.DecimalField(_("paid in euro"), default=0, **MONEY)

    class Meta:
        verbose_name = _("source of money")
        verbose_name_plural = _("sources of money")

    def __str__(self) -> str:
        return self.source


class ActivityDocument(models.Model):
    """A file or a link that belongs to an activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    link = models.URLField(_("link"), blank=True, default="")
    file_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            CheckConstraint(
                name="a_document_is_a_link_or_a_file",
                condition=(Q(link="") & Q(file_id__isnull=False)) | (~Q(link="") & Q(file_id=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.title
