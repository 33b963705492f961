"""What bears a handling marking, and proposals to lower one."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.marking import Marking
from roundtable.ground.trust.models.people import User


class Marked(models.Model):
    """What bears a handling marking of its own; without one it bears what its room says of things in its state."""

    marking = models.CharField(
        _("marking"),
        max_length=12,
        choices=[(one.value, one.value) for one in Marking],
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        abstract = True


class Lowering(models.Model):
    """A proposal to lower the marking of something: it counts only when a second person confirms it in time."""

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    scope = models.CharField(max_length=20)
    was = models.CharField(_("marking until now"), max_length=12, choices=[(one.value, one.value) for one in Marking])
    to = models.CharField(_("proposed marking"), max_length=12, choices=[(one.value, one.value) for one in Marking])
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("waits until"))
    # Laid aside when it expired: then nobody decided it.
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("proposal to lower a marking")
        verbose_name_plural = _("proposals to lower markings")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            CheckConstraint(
                name="lowering_a_marking_takes_two_people",
                condition=Q(confirmed=False) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            CheckConstraint(
                name="who_decided_on_a_lowering_says_when",
                condition=Q(decided_by=None) | Q(decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(decided_at=None),
                name="one_open_proposal_to_lower_a_marking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was} > {self.to}"
