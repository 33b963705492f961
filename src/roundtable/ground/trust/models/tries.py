"""Tries to sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInTry(models.Model):
    """A try to sign in that has not succeeded: which account from which source, as a hash. Kept for an hour at most."""

    key_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("try to sign in")
        verbose_name_plural = _("tries to sign in")
        indexes = [models.Index(fields=["key_hash", "at"])]

    def __str__(self) -> str:
        return f"{self.key_hash[:8]} {self.at}"
