"""What the API remembers of calls that carried a key."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnsweredCall(models.Model):
    """A call that was answered. Who called, with which key, and what was asked are kept as hashes alone."""

    mark = models.CharField(max_length=64, primary_key=True)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    place = models.CharField(max_length=200, blank=True, default="")
    """The address that shows what the call was about; empty where nothing is left to show."""
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("answered call")
        verbose_name_plural = _("answered calls")

    def __str__(self) -> str:
        return self.mark[:8]
