"""Remember what was done. There is no other history."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model
from django.utils import timezone

from roundtable.ground.trust.models import Entry, User

LABEL_LENGTH = 250


def remember(  # noqa: PLR0913 - an entry has these parts
    happened: StrEnum,
    *,
    by: User | None,
    on: Model,
    scope: str | None = None,
    at: datetime | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one entry of history; `by` is None for what the platform does by itself.

    The scope is the thing's own, unless another is named. `before` and `after` hold only the fields that changed, as
    plain values that JSON can carry.
    """
    return Entry.objects.create(
        at=at or timezone.now(),
        by=by,
        happened=str(happened),
        kind=on._meta.label_lower,
        object_id=str(on.pk),
        label=str(on)[:LABEL_LENGTH],
        scope=scope if scope is not None else getattr(on, "scope", ""),
        before=dict(before or {}),
        after=dict(after or {}),
        demonstration=bool(getattr(on, "demonstration", False)),
    )
