"""The first wall: managers that give rows only within the reach that is open."""

from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import models

from roundtable.kernel.base.walls.reach import required
from roundtable.kernel.base.walls.wall import Wall

M = TypeVar("M", bound=models.Model)


class Behind(models.Manager[M]):
    """Give the rows within the open reach; raise `ScopeError` where none is open.

    Django itself reads rows that it was given by number (a foreign key followed upwards, `refresh_from_db`, `save`)
    past every manager: there the second wall stands alone.
    """

    wall: ClassVar[Wall]

    def get_queryset(self) -> models.QuerySet[M]:
        """Give the rows that are reached."""
        rows = super().get_queryset()
        reached = self.wall.rows(self.model, required(self.model._meta.label))
        return rows if reached is None else rows.filter(reached)

    def none(self) -> models.QuerySet[M]:
        """Give no rows; that is allowed everywhere."""
        return super().get_queryset().none()


def behind(wall: Wall, rows: type[models.QuerySet[Any]] = models.QuerySet) -> Any:
    """Give the manager of a table behind a wall (`objects = …`); `rows` is a queryset class of its own."""
    base: Any = Behind if rows is models.QuerySet else Behind.from_queryset(rows)
    return type("Behind", (base,), {"wall": wall, "__module__": __name__})()


def beside(model: type[M]) -> models.Manager[M]:
    """Give the manager that stands beside the first wall, as Django uses it itself: for attempts on the second one."""
    return model._base_manager  # noqa: SLF001 - Django's documented name for it begins so


def walled() -> dict[type[models.Model], Wall]:
    """Every table behind a wall."""
    found = {}
    for model in apps.get_models():
        manager = model._default_manager
        if isinstance(manager, Behind):
            found[model] = manager.wall
    return found
