"""The silence procedure: what was put under it, what happened, and the certificate of what came of it.

What came of it is nowhere in these tables: it follows from the events and the deadline (`domain/silence.py`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.domain.silence_events import Form
from roundtable.ground.documents.models.texts import Document, Revision
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText


class SilenceProcedure(models.Model):
    """One exact text under silence. Everything else that is known of it are its events. Never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="silences")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="silences")
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    opened_at = models.DateTimeField(_("opened"))
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["SilenceProcedure"]] = behind(Wall(via="document"))

    class Meta:
        verbose_name = _("silence procedure")
        verbose_name_plural = _("silence procedures")
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return str(self.revision)

    @property
    def scope(self) -> str:
        """It concerns all who take part."""
        return self.document.scope

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("documents:silence", args=[self.pk])


class SilenceEvent(SealedRow):
    """What was received, at the instant of its receipt. Added, never changed or deleted; triggers refuse it."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("The text went under silence")
        ACKNOWLEDGED = "acknowledged", _("Receipt was acknowledged")
        REMINDED = "reminded", _("Addressees were reminded")
        EXTENDED = "extended", _("More time was given")
        SUSPENDED = "suspended", _("The clock was stopped")
        RESUMED = "resumed", _("The clock goes on")
        BROKEN = "broken", _("The silence was broken")
        BREAK_WITHDRAWN = "break_withdrawn", _("A break was withdrawn")
        WITHDRAWN = "withdrawn", _("The text was withdrawn")
        TEXT_CHANGED = "text_changed", _("The text was changed")

    class Forms(models.TextChoices):
        BREAK = Form.BREAK.value, _("A break of the silence")
        OBJECTION = Form.OBJECTION.value, _("An objection")
        AMENDMENT = Form.AMENDMENT.value, _("A wish for another wording")

    procedure = models.ForeignKey(SilenceProcedure, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    # The code of the addressee that speaks; `dialogue` for the chair.
    scope = models.CharField(max_length=20)
    by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deadline_at = models.DateTimeField(null=True, blank=True)
    deadline_wall = models.CharField(max_length=16, blank=True, default="")
    deadline_zone = models.CharField(max_length=64, blank=True, default="")
    paragraph = models.CharField(max_length=20, blank=True, default="")
    form = models.CharField(max_length=12, choices=Forms.choices, blank=True, default="")
    of = models.UUIDField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    reason = SealedText(_("reason"), blank=True, default="")
    facts = SealedJSON(default=dict, blank=True)

    objects: ClassVar[models.Manager["SilenceEvent"]] = behind(Wall(own="scope", dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("event of a silence procedure")
        verbose_name_plural = _("events of silence procedures")
        ordering = ["at", "pk"]
        constraints = [
            CheckConstraint(name="a_break_says_why", condition=~Q(kind="broken") | ~Q(reason="")),
            CheckConstraint(
                name="what_moves_a_deadline_names_it",
                condition=~Q(kind__in=["opened", "extended", "resumed"]) | Q(deadline_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["procedure", "at"])]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.kind} {self.at}"

    def seals_for(self) -> str:
        """Name whoever speaks."""
        return ring.scope(self.scope)


class Certificate(SealedRow):
    """The signed certificate of what came of a silence: what was issued once is given again as it was."""

    procedure = models.OneToOneField(SilenceProcedure, on_delete=models.PROTECT, related_name="certificate")
    body = SealedJSON(default=dict)
    signed_by = models.CharField(_("fingerprint of the key"), max_length=64)
    made_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Certificate"]] = behind(Wall(via="procedure"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.signed_by[:8]}"

    @property
    def scope(self) -> str:
        """As its procedure."""
        return self.procedure.scope

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")
