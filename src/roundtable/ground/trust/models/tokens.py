"""Keys for machines."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roundtable.ground.trust.models.people import User
from roundtable.kernel.base.walls.managers import behind
from roundtable.kernel.base.walls.wall import Wall


class Token(models.Model):
    """A person's key for machines; only its hash is kept, so it is shown once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    allows = models.JSONField(_("allows"), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Token"]] = behind(Wall(person=("user_id",)))

    class Meta:
        verbose_name = pgettext_lazy("key for machines", "token")
        verbose_name_plural = pgettext_lazy("keys for machines", "tokens")

    def __str__(self) -> str:
        return self.name
