"""Terms: who holds which role in which scope, from a day to a day."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.models.people import User
from roundtable.ground.trust.models.roles import Role


class TermQuerySet(models.QuerySet["Term"]):
    """Terms, asked by day."""

    def in_force(self, day: date) -> "TermQuerySet":
        """Keep the terms that have begun and not ended on this day (the last day counts)."""
        return self.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gte=day))


class Term(models.Model):
    """A role held by a person in a scope, from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="terms")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    scope = models.CharField(_("for"), max_length=20)
    institution = models.CharField(_("institution"), max_length=60, blank=True, default="")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Term"]] = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            CheckConstraint(name="a_term_ends_after_it_starts", condition=Q(ends=None) | Q(ends__gte=F("starts"))),
            # Terms with a last day are kept apart by `services.functions`, one change of a person's terms at a time.
            models.UniqueConstraint(
                fields=["user", "role", "scope", "institution"],
                condition=Q(ends=None),
                name="a_function_is_held_once_without_a_last_day",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "scope", "institution", "starts"],
                name="a_function_begins_once_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["scope", "role"])]

    def __str__(self) -> str:
        return f"{self.role}@{self.scope}"
