"""The chain of approval: which bodies a text passes, and which confirmed it."""

from typing import ClassVar

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.domain.approval import Item
from roundtable.ground.documents.models.texts import Document, Revision
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText


class ApprovalStep(SealedRow):
    """A body that has to confirm a text, in its turn."""

    class Items(models.TextChoices):
        I = Item.I.value, _("I item, without discussion at the lower level")  # noqa: E741 - the Council's own name
        A = Item.A.value, _("A item, without discussion at the higher level")
        I_A = Item.I_A.value, _("I/A item, without discussion at both levels")
        DISCUSSION = Item.DISCUSSION.value, _("to be discussed")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField(_("place in the chain"))
    body = SealedText(_("body"), max_length=120)
    item = models.CharField(_("how it stands on the agenda"), max_length=12, choices=Items.choices)
    due = models.DateTimeField(_("due"), null=True, blank=True)

    objects: ClassVar[models.Manager["ApprovalStep"]] = behind(Wall(via="document"))

    class Meta:
        verbose_name = _("step of approval")
        verbose_name_plural = _("steps of approval")
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.place}"

    @property
    def scope(self) -> str:
        """As its document."""
        return self.document.scope

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")


class Confirmation(SealedRow):
    """A body confirmed a text: its exact hash, when, and who entered it. Added, never changed."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.PROTECT, related_name="confirmations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="confirmations")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("confirmed"))
    by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = SealedText(_("note"), blank=True, default="")
    made_by_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects: ClassVar[models.Manager["Confirmation"]] = behind(Wall(via="step"))

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["at", "pk"]
        constraints = [UniqueConstraint(fields=["step", "revision"], name="a_body_confirms_a_text_once")]

    def __str__(self) -> str:
        return f"{self.step_id} {self.sha256[:8]}"

    @property
    def scope(self) -> str:
        """As its document."""
        return self.step.scope

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")
