"""The common beats of every change: is it still the revision that was read, what changes, what was there before."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from roundtable.kernel.base.errors import Collision


def plain(value: Any) -> Any:
    """Give a field's value as history keeps it."""
    if isinstance(value, LazyI18nString):
        return value.data if isinstance(value.data, dict) else str(value.data or "")
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value


def held(thing: Any) -> Any:
    """Lock a row and read it anew, so that what somebody else just saved is not written over."""
    found = type(thing).objects.select_for_update().get(pk=thing.pk)
    thing.refresh_from_db()
    return found


def rewrite(thing: Any, values: Mapping[str, Any], *, revision: int | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put new values into a row that nobody else changed meanwhile; give what differed before and after.

    `revision` is the one that the editor read; `Collision` when the row has moved on since. The row is not saved yet.
    """
    held(thing)
    if revision is not None and thing.revision != revision:
        raise Collision(
            _("Somebody else changed this while you were writing. Your text is still in the form: compare, then save.")
        )
    before, after = {}, {}
    for name, value in values.items():
        old, new = plain(getattr(thing, name)), plain(value)
        if old != new:
            before[name], after[name] = old, new
            setattr(thing, name, value)
    if after:
        thing.revision += 1
    return before, after
