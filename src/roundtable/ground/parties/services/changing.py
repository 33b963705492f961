"""The common beats of every change: is it still the revision that was read, what changes, what was there before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.queries.binned import KEPT_IN_BIN
from roundtable.kernel.base.errors import Collision, NotAllowed


def plain(value: Any) -> Any:
    """Give a field's value as history keeps it."""
    if isinstance(value, LazyI18nString):
        return value.data if isinstance(value.data, dict) else str(value.data or "")
    return value.pk if isinstance(value, Model) else value


def rewrite(thing: Any, values: Mapping[str, Any], *, revision: int | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put new values into a row that nobody else changed meanwhile; give what differed before and after.

    `revision` is the one that the editor read; `Collision` when the row has moved on since. The row is locked until the
    transaction ends.
    """
    _hold(thing)
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
        thing.save()
    return before, after


def _hold(thing: Any) -> None:
    """Lock a row and read it anew, so that what somebody else just saved is not written over."""
    type(thing).objects.select_for_update().get(pk=thing.pk)
    thing.refresh_from_db()


def lies_in_bin(thing: Any) -> bool:
    """Lock a row and see whether it still lies in the bin: a button may have been pressed twice."""
    _hold(thing)
    return thing.deleted_at is not None


def into_bin(thing: Any, *, at: datetime) -> None:
    """Put a row aside; it can be brought back for thirty days."""
    _hold(thing)
    thing.deleted_at = at
    thing.revision += 1
    thing.save()


def out_of_bin(thing: Any, *, at: datetime) -> None:
    """Bring a row back; `NotAllowed` when the thirty days are over."""
    _hold(thing)
    if at > thing.deleted_at + KEPT_IN_BIN:
        raise NotAllowed(_("This was deleted more than thirty days ago and cannot be brought back. Enter it anew."))
    thing.deleted_at = None
    thing.revision += 1
    thing.save()
