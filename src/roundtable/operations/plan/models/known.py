"""What every page reckons with, and hardly ever changes: the actions asked for, the rounds and their time."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from roundtable.ground.parties.public import table_changed

M = TypeVar("M", bound=models.Model)


class KnownQuerySet(models.QuerySet[M]):
    """Rows of which copies are kept in memory: every way of changing many of them lets the copies know."""

    def update(self, **values: Any) -> int:
        """Change, and let every copy in memory know."""
        changed = super().update(**values)
        table_changed()
        return changed

    update.alters_data = True  # type: ignore[attr-defined]  # templates must not call it, says Django

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        """Add, and let every copy in memory know."""
        made = super().bulk_create(objs, *args, **options)
        table_changed()
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, and let every copy in memory know."""
        gone = super().delete()
        table_changed()
        return gone

    delete.alters_data = True  # type: ignore[attr-defined]  # templates must not call it, says Django
    delete.queryset_only = True  # type: ignore[attr-defined]  # not for managers, as Django's own


class Known(models.Model):
    """A row of which copies are kept in memory between requests (`parties.public.while_unchanged`)."""

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every copy in memory know."""
        super().save(*args, **kwargs)
        table_changed()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, and let every copy in memory know."""
        gone = super().delete(*args, **kwargs)
        table_changed()
        return gone
