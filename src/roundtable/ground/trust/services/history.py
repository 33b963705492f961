"""Remember what was done. There is no other history."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model
from django.utils import timezone

from roundtable.ground.trust.models import Entry, User
from roundtable.ground.trust.services.chain import append
from roundtable.ground.trust.signals import Happening, UnknownToHistoryError, happening_of, thing_of
from roundtable.kernel.base.walls.reach import looking_across

LABEL_LENGTH = 250


@looking_across("whoever does something is remembered, also where they may not read it afterwards")
def remember(  # noqa: PLR0913 - an entry has these parts
    happened: StrEnum,
    *,
    by: User | None,
    on: Model,
    scope: str | None = None,
    at: datetime | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    kept_to: str | None = None,
) -> Entry:
    """Write one entry of history; `by` is None for what the platform does by itself.

    The scope is the thing's own, unless another is named. `before` and `after` hold only the fields that changed, as
    plain values that JSON can carry; people as their numbers. Who may read these values is what the kind of entry
    declares, unless `kept_to` says otherwise. Raises `UnknownToHistoryError` for what the registries have no words for.
    """
    told = _words_for(happened, on, {**(before or {}), **(after or {})})
    entry = Entry(
        at=at or timezone.now(),
        by=by,
        happened=str(happened),
        kind=on._meta.label_lower,
        object_id=str(on.pk),
        label=str(on)[:LABEL_LENGTH] if _labelled(on) else "",
        scope=scope if scope is not None else getattr(on, "scope", ""),
        before=dict(before or {}),
        after=dict(after or {}),
        kept_to=str(kept_to or told.kept_to),
        demonstration=bool(getattr(on, "demonstration", False)),
    )
    append([entry])
    return entry


def _labelled(on: Model) -> bool:
    thing = thing_of(on._meta.label_lower)
    return thing is None or thing.labelled


def _words_for(happened: StrEnum, on: Model, values: Mapping[str, Any]) -> Happening:
    told = happening_of(str(happened))
    if told is None:
        message = f"{happened} has no words: declare a Happening for it and add it to `happenings`."
        raise UnknownToHistoryError(message)
    if thing_of(on._meta.label_lower) is None:
        message = f"{on._meta.label_lower} has no words: declare a Thing for it and add it to `things`."
        raise UnknownToHistoryError(message)
    silent = sorted(set(values) - set(told.fields))
    if silent:
        message = f"{happened} keeps {', '.join(silent)} without words: declare them among its fields."
        raise UnknownToHistoryError(message)
    return told
