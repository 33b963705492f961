"""Put at least one row into every restricted table, so that an empty answer says something."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Model

from roundtable.kernel.base.walls.managers import beside, walled

CANARY = "canary-of-the-second-wall"
SAID: dict[str, dict[str, Any]] = {
    "plan.evidence": {"link": "https://example.org/evidence"},
    "plan.report": {"stage": "draft", "progress": None},
}
"""What a table asks of its rows beside a value in every field."""


def plant(at: datetime) -> None:
    """Give every restricted table that has no row one row; what it hangs on comes first."""
    for model in walled():
        if not beside(model).exists():
            _made(model, at)


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
        return beside(parent).order_by("pk").first() or _made(parent, at)
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
