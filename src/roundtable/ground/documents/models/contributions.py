"""What a member says on a paragraph: a comment, an amendment, a reservation; where it stands; what was answered."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.domain.amendments import Fate
from roundtable.ground.documents.domain.anchors import State
from roundtable.ground.documents.domain.reservations import Kind as Reserved
from roundtable.ground.documents.models.texts import Document, Revision
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedJSON, SealedRow, SealedText


class Answer(SealedRow):
    """What the presidency answers, to one or several at once: what becomes of them, why, and its own wording."""

    class Fates(models.TextChoices):
        ACCEPTED = Fate.ACCEPTED.value, _("Accepted")
        IN_PART = Fate.IN_PART.value, _("Accepted in part")
        REJECTED = Fate.REJECTED.value, _("Not accepted")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="answers")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="answers")
    fate = models.CharField(_("answer"), max_length=12, choices=Fates.choices)
    reason = SealedText(_("reason"), blank=True, default="")
    wording = SealedJSON(_("the presidency's wording"), default=dict, blank=True)
    by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    made_by_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects: ClassVar[models.Manager["Answer"]] = behind(Wall(via="document"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.fate}"

    @property
    def scope(self) -> str:
        """As its document."""
        return self.document.scope

    def seals_for(self) -> str:
        """Name the dialogue."""
        return ring.scope("dialogue")


class Contribution(SealedRow):
    """A comment, an amendment or a reservation of one member. Its words never change; it may be withdrawn or lifted.

    `speaker` is the code of a Party, or the name by which a demonstration calls a member (A, B, C).
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        AMENDMENT = "amendment", _("Amendment")
        RESERVATION = "reservation", _("Reservation")

    class Reserves(models.TextChoices):
        GENERAL = Reserved.GENERAL.value, _("General reservation")
        SCRUTINY = Reserved.SCRUTINY.value, _("Scrutiny reservation")
        PARLIAMENTARY = Reserved.PARLIAMENTARY.value, _("Parliamentary reservation")
        LINGUISTIC = Reserved.LINGUISTIC.value, _("Linguistic reservation")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="contributions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="contributions")
    speaker = models.CharField(_("from"), max_length=20)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    reserves = models.CharField(
        _("kind of reservation"), max_length=16, choices=Reserves.choices, blank=True, default=""
    )
    text = SealedText(_("what is said"), blank=True, default="")
    wording = SealedJSON(_("proposed wording"), default=dict, blank=True)
    answer = models.ForeignKey(
        Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("answer")
    )
    made_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Contribution"]] = behind(Wall(own="speaker", dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["made_at", "pk"]
        constraints = [
            CheckConstraint(
                name="a_reservation_says_of_which_kind",
                condition=Q(kind="reservation") & ~Q(reserves="") | ~Q(kind="reservation") & Q(reserves=""),
            ),
            CheckConstraint(name="only_reservations_are_lifted", condition=Q(lifted_at=None) | Q(kind="reservation")),
        ]
        indexes = [models.Index(fields=["document", "kind"])]

    def __str__(self) -> str:
        return f"{self.speaker} {self.kind} {self.document_id}"

    @property
    def scope(self) -> str:
        """It belongs to whoever says it."""
        return self.speaker

    @property
    def is_open(self) -> bool:
        """Whether it still waits: a reservation until it is lifted, others until they are answered."""
        if self.withdrawn_at is not None:
            return False
        return self.lifted_at is None if self.kind == self.Kind.RESERVATION else self.answer_id is None

    def seals_for(self) -> str:
        """Name whoever says it."""
        return ring.scope(self.speaker)


class Place(SealedRow):
    """Where a contribution stands in one revision: a range of a paragraph, and how sure that is. Never changed."""

    class Found(models.TextChoices):
        KEPT = State.KEPT.value, _("where it was made")
        MOVED = State.MOVED.value, _("the same words in another place")
        CHANGED = State.CHANGED.value, _("the words were changed")
        GONE = State.GONE.value, _("the words are gone")

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="places")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="places")
    speaker = models.CharField(max_length=20)
    paragraph = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = SealedText(blank=True, default="")
    state = models.CharField(max_length=8, choices=Found.choices)
    sure = models.BooleanField(default=True)

    # The presidency writes the places of all when it makes a revision: the wall is that of the text.
    objects: ClassVar[models.Manager["Place"]] = behind(Wall(via="revision"))

    class Meta:
        verbose_name = _("place of a contribution")
        verbose_name_plural = _("places of contributions")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["contribution", "revision", "paragraph"], name="one_place_in_each_paragraph_of_a_revision"
            ),
            CheckConstraint(name="a_place_runs_forwards", condition=Q(end__gte=F("start"))),
        ]
        indexes = [models.Index(fields=["revision", "paragraph"])]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.paragraph} {self.start}-{self.end}"

    @property
    def scope(self) -> str:
        """As its contribution."""
        return self.speaker

    def seals_for(self) -> str:
        """Name whoever said what stands there."""
        return ring.scope(self.speaker)
