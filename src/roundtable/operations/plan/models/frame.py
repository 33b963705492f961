"""The frame: areas, horizontal issues, actions and points of the plan in force."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from roundtable.ground.parties.public import Known
from roundtable.operations.plan.domain.asked import Span


def _key(code: str, number: int, *, gone: bool) -> str:
    """Name a thing of the frame: its code, and once it left the plan its number too, since the code may be used again.

    >>> _key("I.3", 57, gone=False), _key("I.3", 57, gone=True)
    ('I.3', 'I.3~57')
    """
    return f"{code}~{number}" if gone else code


def labelled(code: str, until: date | None) -> str:
    """Say a code as people read it, with the year until which its action was in the plan where it left it."""
    return gettext("%(code)s (until %(year)s)") % {"code": code, "year": until.year} if until else code


class Frame(models.Model):
    """One state of the plan's text: first the project's own frame, then each imported text."""

    period = models.CharField(_("period"), max_length=9)
    version = models.PositiveIntegerField(_("version"), unique=True)
    source_name = models.CharField(_("file"), max_length=200, blank=True, default="")
    source_hash = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, default="")
    tree = models.JSONField(_("the text as it was read"), default=dict)
    mapping = models.JSONField(_("confirmed mapping from the version before"), default=dict)
    since = models.DateField(_("counts from"), null=True, blank=True)
    # The adopted text that it was brought in from, where it came from the documents and not from a file.
    adopted_text = models.ForeignKey(
        "documents.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    brought_in_at = models.DateTimeField()
    brought_in_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("frame")
        verbose_name_plural = _("frames")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.period}, {self.version}"


class Area(Known):
    """A thematic area, in the Plan's order; the Declaration's own order and title are kept beside it."""

    number = models.PositiveSmallIntegerField(_("number"))
    numeral = models.CharField(_("code"), max_length=8)
    title = models.CharField(_("title in the Plan"), max_length=300, blank=True, default="")
    title_in_declaration = models.CharField(_("title in the Declaration"), max_length=300, blank=True, default="")
    order_in_declaration = models.PositiveSmallIntegerField(_("place in the Declaration"), null=True, blank=True)
    short_title = I18nCharField(_("short title"), max_length=400)
    summary = I18nTextField(_("in one sentence"), blank=True)
    introduction = models.TextField(_("words before the first action"), blank=True, default="")
    place = models.JSONField(_("place in the source"), default=dict, blank=True)
    gone = models.BooleanField(_("no longer in the plan"), default=False)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["numeral"], condition=Q(gone=False), name="one_area_in_force_for_each_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numeral} {self.short_title}"

    @property
    def key(self) -> str:
        """The numeral, and once the area left the plan its number too."""
        return _key(self.numeral, self.pk, gone=self.gone)


class HorizontalIssue(models.Model):
    """An issue that runs through all areas."""

    number = models.PositiveSmallIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=4)
    wording = models.TextField(_("official wording"), blank=True, default="")
    place = models.JSONField(_("place in the source"), default=dict, blank=True)
    short_title = I18nCharField(_("short title"), max_length=400)
    gone = models.BooleanField(_("no longer in the plan"), default=False)

    class Meta:
        verbose_name = _("horizontal issue")
        verbose_name_plural = _("horizontal issues")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(gone=False), name="one_issue_in_force_for_each_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_title}"

    @property
    def key(self) -> str:
        """The code, and once the issue left the plan its number too."""
        return _key(self.code, self.pk, gone=self.gone)


class Action(Known):
    """An action of the plan. It keeps its identity when its number moves; one that fell away is kept as `gone`.

    `since` and `until` are the days from and until which it is in the plan (`domain.asked`).
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=12)
    wording = models.TextField(_("official wording"), blank=True, default="")
    place = models.JSONField(_("place in the source"), default=dict, blank=True)
    short_title = I18nCharField(_("short title"), max_length=400)
    issues = models.ManyToManyField(HorizontalIssue, related_name="actions", blank=True)
    gone = models.BooleanField(_("no longer in the plan"), default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from")
    former_codes = models.JSONField(_("earlier codes"), default=list, blank=True)
    since = models.DateField(_("in the plan since"), null=True, blank=True)
    until = models.DateField(_("in the plan until"), null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["area__number", "number"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(gone=False), name="one_action_in_force_for_each_code"),
            models.CheckConstraint(
                name="an_action_says_until_when_once_it_left_the_plan",
                condition=Q(gone=False, until=None) | Q(gone=True, until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.short_title}"

    @property
    def key(self) -> str:
        """The code, and once the action left the plan its number too."""
        return _key(self.code, self.pk, gone=self.gone)

    @property
    def label(self) -> str:
        """The code as people read it: "I.3", and once the action left the plan "I.3 (until 2025)"."""
        return labelled(self.code, self.until)

    @property
    def span(self) -> Span:
        """The days on which the action is in the plan."""
        return Span(self.since, self.until)


class Point(models.Model):
    """A lettered point of an action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="points")
    letter = models.CharField(_("letter"), max_length=2)
    code = models.CharField(_("code"), max_length=14)
    wording = models.TextField(_("official wording"), blank=True, default="")
    place = models.JSONField(_("place in the source"), default=dict, blank=True)
    short_title = I18nCharField(_("short title"), max_length=400)
    gone = models.BooleanField(_("no longer in the plan"), default=False)

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["action__area__number", "action__number", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(gone=False), name="one_point_in_force_for_each_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_title}"
