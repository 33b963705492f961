"""The mirror desk: what each side of a corridor says of the gap between both reports."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.fields import SealedRow, SealedText


class MirrorSide(SealedRow):
    """What one Party says of a corridor's mirror; each writes its own side, and both and the secretariat read both."""

    class Stance(models.TextChoices):
        PENDING = "pending", _("Pending")
        AGREE = "agree", _("Agrees")
        DISAGREE = "disagree", _("Disagrees")

    origin = models.CharField(_("origin"), max_length=2)
    destination = models.CharField(_("destination"), max_length=2)
    party = models.CharField(_("Party"), max_length=2)
    stance = models.CharField(_("position"), max_length=8, choices=Stance.choices, default=Stance.PENDING)
    text = SealedText(_("note"), blank=True, default="")
    written_by = models.ForeignKey("trust.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"))

    # Coarser than the rules on purpose: who reads is one of two Parties, which no single column says.
    objects: ClassVar[models.Manager["MirrorSide"]] = behind(Wall(own="party", dialogue=True, secretariat=True))

    class Meta:
        verbose_name = _("side of a mirror")
        verbose_name_plural = _("sides of mirrors")
        ordering = ["origin", "destination", "party"]
        constraints = [
            UniqueConstraint(name="a_party_writes_one_side_of_a_mirror", fields=["origin", "destination", "party"]),
            CheckConstraint(
                name="a_side_is_written_by_origin_or_destination",
                condition=Q(party=F("origin")) | Q(party=F("destination")),
            ),
            CheckConstraint(
                name="who_disagrees_says_why",
                condition=~Q(stance="disagree") | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} – {self.destination}: {self.party}"

    def get_absolute_url(self) -> str:
        """Give the page on which both sides stand."""
        return reverse("observatory:mirror", args=[self.origin, self.destination])

    @property
    def scope(self) -> str:
        """The Party that writes it."""
        return str(self.party)

    def seals_for(self) -> str:
        """Name the key of the Party that writes it."""
        return ring.scope(str(self.party))
