"""What a dataset is: its names, where it comes from, who may read it, and how it is first shown."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from roundtable.kernel.base import markings
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall


class Audience(models.TextChoices):
    """Who may read the figures of a dataset."""

    PUBLIC = "public", _("Everybody")
    PARTIES = "parties", _("Those who take part in the dialogue")
    STAFF = "staff", _("The secretariat")


MARKINGS = {
    Audience.PUBLIC: markings.PUBLIC,
    Audience.PARTIES: markings.PARTIES,
    Audience.STAFF: markings.INSTITUTION,
}
"""The handling marking that follows from who may read."""


class Dataset(models.Model):
    """A table of figures of one shape. Its rows lie in the store, a folder for each vintage."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = I18nCharField(_("title"), max_length=600)
    about = I18nTextField(_("what it is"), blank=True)
    source = models.CharField(_("source"), max_length=300)
    address = models.URLField(_("address of the source"), max_length=500, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=300)
    licence_address = models.URLField(_("address of the licence"), max_length=500, blank=True, default="")
    audience = models.CharField(_("who may read it"), max_length=8, choices=Audience.choices, default=Audience.STAFF)
    unit = models.CharField(_("unit"), max_length=120, blank=True, default="")
    # For each dimension: its code for a total (`total`), and whether its codes may be added up (`adds`).
    dimensions = models.JSONField(_("dimensions"), default=dict, blank=True)
    # Words for codes by dimension and language, where the platform has none of its own.
    labels = models.JSONField(_("words for codes"), default=dict, blank=True)
    sheet = models.JSONField(_("definition sheet"), default=dict, blank=True)
    gate = models.JSONField(_("what the gate knows"), default=dict, blank=True)
    disclosure = models.JSONField(_("rule of disclosure"), default=dict, blank=True)
    view = models.JSONField(_("how it is first shown"), default=dict, blank=True)
    next_release = models.DateField(_("next release"), null=True, blank=True)
    # Small letters of code and titles: SQLite knows no small letters beyond the Latin ones.
    words = models.TextField(default="", editable=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Dataset"]] = behind(
        Wall(
            public=Q(audience=Audience.PUBLIC.value),
            dialogue=Q(audience__in=[Audience.PUBLIC.value, Audience.PARTIES.value]),
            secretariat=True,
        )
    )

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give its page."""
        return reverse("observatory:dataset", args=[self.code])

    @property
    def scope(self) -> str:
        """Figures concern everybody; what only the staff may read, the secretariat."""
        return "secretariat" if self.audience == Audience.STAFF else "dialogue"

    @property
    def marking(self) -> str:
        """The handling marking of its figures."""
        return MARKINGS[Audience(self.audience)]

    def settings_of(self, dimension: str) -> dict[str, Any]:
        """What is set for a dimension: `total`, `adds`."""
        found: dict[str, Any] = self.dimensions.get(dimension, {})
        return found
