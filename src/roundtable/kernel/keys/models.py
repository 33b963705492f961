"""The data keys, each wrapped by a master key that lies elsewhere."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


class DataKey(models.Model):
    """The key of one owner. Without its master key it opens nothing; destroyed, nothing of the owner opens again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=80, unique=True)
    master = models.PositiveIntegerField(null=True)
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        constraints = [
            CheckConstraint(
                name="a_data_key_is_wrapped_or_destroyed",
                condition=Q(master__isnull=False, wrapped__isnull=False, destroyed_at=None)
                | Q(master=None, wrapped=None, destroyed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.owner
