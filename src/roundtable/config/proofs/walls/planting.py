"""Put at least one row into every restricted table, so that an empty answer says something."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Model, QuerySet

from roundtable.kernel.base.walls.managers import beside, walled

CANARY = "canary-of-the-second-wall"
SAID: dict[str, dict[str, Any]] = {
    "plan.evidence": {"link": "https://example.org/evidence"},
    "plan.report": {"stage": "draft", "progress": None},
}
"""What a table asks of its rows beside a value in every field."""


def plant(at: datetime) -> None:
    """Give every restricted table of which no row is kept from anybody one that is; what it hangs on comes first."""
    for model in walled():
        if not _kept_back(model).exists():
            _made(model, at)


def everybodys(model: type[Model]) -> QuerySet[Model]:
    """Give the rows that their wall calls everybody's: texts that are public, and what hangs on them."""
    wall = walled()[model]
    if wall.via and not wall.conditions:
        above: Any = model._meta.get_field(wall.via)
        return beside(model).filter(**{f"{wall.via}__in": everybodys(above.related_model).values("pk")})
    return beside(model).none() if wall.public is None or wall.via else beside(model).filter(wall.public)


def _kept_back(model: type[Model]) -> QuerySet[Model]:
    """Give the rows that are not everybody's."""
    rows = beside(model).order_by("pk")
    return rows.exclude(pk__in=everybodys(model).values("pk")) if model in walled() else rows


def _made(model: type[Model], at: datetime) -> Model:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.null or field.has_default():
            continue
        values[field.name] = _value(field, at)
    return beside(model).create(**values | SAID.get(model._meta.label_lower, {}))


def _value(field: Any, at: datetime) -> Any:
    if field.is_relation:
        parent: type[Model] = field.related_model
        return _kept_back(parent).first() or _made(parent, at)
    if field.choices:
        return field.choices[0][0]
    kinds: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
        (models.DateTimeField, at),
        (models.DateField, at.date()),
        (models.UUIDField, uuid.UUID(int=7)),
        (models.IntegerField, 1),
        (models.JSONField, {}),
        (models.CharField, CANARY[: getattr(field, "max_length", None) or None]),
        (models.TextField, CANARY),
    )
    return next(value for kind, value in kinds if isinstance(field, kind))
