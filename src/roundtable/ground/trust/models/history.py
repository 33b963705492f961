"""The history: what was done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.chain import Family, Part, instant
from roundtable.ground.trust.models.chains import Chained
from roundtable.ground.trust.models.people import User
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedJSON, SealedRow


class KeptTo(models.TextChoices):
    """Who may read what an entry says before and after; that it happened, who did it and when is told to all of them.

    The rule is `Do.READ_VALUES`.
    """

    ALL = "all", _("Everybody who sees the entry")
    BOTH = "both", _("The Party itself and the secretariat")
    OWN = "own", _("The Party itself")


class Entry(SealedRow, Chained):
    """One line of history: who did what to what, when, and what it was before and after. Never changed or deleted.

    Before and after are sealed: those of a person's account with the person's key, others with the scope's. The chain
    commits to the sealed text, so that it stays whole when a key is destroyed.
    """

    FAMILY = Family.HISTORY
    SEALED = ("before", "after")

    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    happened = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    label = models.CharField(max_length=250)
    """How the thing was called; empty for people, who are told by their number."""
    before = SealedJSON(default=dict)
    after = SealedJSON(default=dict)
    # None: written before entries said so themselves; then what its kind of entry says counts.
    kept_to = models.CharField(max_length=4, choices=KeptTo.choices, null=True)
    demonstration = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Entry"]] = behind(
        Wall(
            own="scope",
            person=("by_id",),
            # What a Party keeps to itself, and what is told of accounts, is not for others who take part.
            dialogue=~Q(kept_to="own") & ~Q(kind__startswith="trust."),
            secretariat=True,
            oversight=True,
        )
    )

    class Meta:
        verbose_name = _("entry of the history")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "object_id", "-at"]), models.Index(fields=["scope", "-at"])]
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="an_entry_has_its_place_in_its_chain")]

    def __str__(self) -> str:
        return f"{self.happened} {self.label}"

    def seals_for(self) -> str:
        """Name the person whose account it is about, or the scope."""
        return ring.person(self.object_id) if self.kind == "trust.user" else ring.scope(self.scope)

    def parts(self) -> dict[str, Part]:
        """Everything that was remembered."""
        return {
            "at": instant(self.at),
            "by": self.by_id,
            "happened": self.happened,
            "kind": self.kind,
            "object_id": self.object_id,
            "label": self.label,
            "row": self.row.hex,
            "before": self.text_of("before"),
            "after": self.text_of("after"),
            "kept_to": self.kept_to,
            "demonstration": self.demonstration,
        }
