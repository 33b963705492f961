"""Saving what people write: every stroke once, changes of two people together, and no word lost."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Collision, Invalid, NotThere
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.drafts import models
from roundtable.kernel.drafts.merging import merge

LONGEST = 200_000
"""Signs in one field."""
HERE = timedelta(seconds=30)
"""For how long somebody counts as present after their last sign."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both texts of a conflict, and the words of both one after the other, as an offer."""

    number: int
    base: str
    mine: str
    theirs: str
    theirs_by: int | None
    theirs_revision: int
    both: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a stroke: the text as it stands, its revision, whether somebody else's changes are in it."""

    revision: int
    text: str
    merged: bool
    conflict: Conflict | None


class State(NamedTuple):
    """The text of a field as it stands."""

    text: str
    revision: int


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who has the same thing open."""

    by: int
    field: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A text as it stood: after whose stroke, and when."""

    revision: int
    text: str
    sent: str
    by: int
    at: datetime
    merged: bool
    held_back: bool


def begin(kind: str, key: object, texts: Mapping[str, str], *, at: datetime, scope: str) -> None:
    """Lay down the texts of a thing before anybody writes; fields that have a text already keep it.

    `scope` says whose the thing is: its texts are out of everybody else's reach.
    """
    have = set(models.Text.objects.filter(kind=kind, key=str(key)).values_list("field", flat=True))
    models.Text.objects.bulk_create(
        [
            models.Text(
                kind=kind, key=str(key), field=field, scope=scope, text=tidy(text), origin=tidy(text), changed_at=at
            )
            for field, text in texts.items()
            if field not in have
        ],
        ignore_conflicts=True,
    )


def save(  # noqa: PLR0913 - a stroke has these parts
    kind: str,
    key: object,
    field: str,
    *,
    text: str,
    base: int,
    by: int,
    at: datetime,
    stroke: uuid.UUID | str,
    after: uuid.UUID | str | None = None,
) -> Saved:
    """Save what a person's field holds now, written over revision `base` of it.

    `after` names this person's own stroke that they typed on from, where its answer has not reached their field yet.
    The same stroke sent again gives the same answer and changes nothing. Where somebody else changed the text
    meanwhile, the changes of both are put together; where both rewrote the same words, the text stays, and the answer
    carries a conflict to `resolve`. Raises Invalid for a text that is too long or a revision that never was,
    Collision for one long pruned.
    """
    sent = _Sent(
        kind,
        str(key),
        field,
        tidy(text),
        base,
        by,
        at,
        uuid.UUID(str(stroke)),
        uuid.UUID(str(after)) if after else None,
    )
    if len(sent.text) > LONGEST:
        raise Invalid(
            _("This text is too long (more than %(longest)s signs). Shorten it, or attach a file.")
            % {"longest": LONGEST}
        )
    try:
        with transaction.atomic():
            return _save(sent)
    except IntegrityError:
        # The same stroke arrived twice at the same instant: the other one was saved, and its answer is this one's too.
        again = models.Stroke.objects.filter(uuid=sent.mark).select_related("text", "conflict").first()
        if again is None:
            raise
        return _answer_of(again, sent)


@dataclass(frozen=True, slots=True)
class _Sent:
    kind: str
    key: str
    field: str
    text: str
    base: int
    by: int
    at: datetime
    mark: uuid.UUID
    after: uuid.UUID | None


def _save(sent: _Sent, *, over: str | None = None) -> Saved:
    if not models.Text.objects.filter(kind=sent.kind, key=sent.key, field=sent.field).exists():
        models.Text.objects.get_or_create(
            kind=sent.kind, key=sent.key, field=sent.field, defaults={"scope": _scope_of(sent)}
        )
    # From here on, one stroke at a time on this field.
    row = models.Text.objects.select_for_update().get(kind=sent.kind, key=sent.key, field=sent.field)
    again = models.Stroke.objects.filter(uuid=sent.mark).select_related("text", "conflict").first()
    if again is not None:
        return _answer_of(again, sent)
    before = _before(row, sent) if over is None else over
    if row.text in {before, sent.text}:
        return _accept(row, sent, sent.text, merged=False)
    together = merge(before, row.text, sent.text)
    if not together.clash:
        return _accept(row, sent, together.text, merged=True)
    return _hold_back(row, sent, before, together.both)


def _scope_of(sent: _Sent) -> str:
    """Whose the thing is, as its other texts say."""
    said = models.Text.objects.filter(kind=sent.kind, key=sent.key).values_list("scope", flat=True)
    return said.first() or ""


def _before(row: models.Text, sent: _Sent) -> str:
    """The text that this person wrote over."""
    if sent.after:
        own = models.Stroke.objects.filter(uuid=sent.after, text=row, by_id=sent.by, held_back=False)
        typed_on_from = own.first()
        if typed_on_from is not None:
            return typed_on_from.sent
    if sent.base > row.revision:
        raise Invalid(_("This window is ahead of the server. Copy your text, open the page again and put it in."))
    if sent.base == row.revision:
        return row.text
    if sent.base == 0:
        return row.origin
    found = row.strokes.filter(revision=sent.base, held_back=False).first()
    if found is None:
        raise Collision(_("This window is too old. Copy your text, open the page again and put it in."))
    became: str = found.became
    return became


def _hold_back(row: models.Text, sent: _Sent, before: str, both: str) -> Saved:
    stroke = _stroke(row, sent, revision=row.revision, became=row.text, held_back=True)
    # What the same person had in conflict here before is replaced by what they send now; the strokes of both remain.
    earlier = models.Conflict.objects.filter(text=row, by_id=sent.by, resolved_at=None)
    earlier.update(resolved_at=sent.at, resolved_by=sent.by)
    conflict = models.Conflict.objects.create(
        text=row,
        stroke=stroke,
        by_id=sent.by,
        at=sent.at,
        base_text=before,
        mine=sent.text,
        theirs=row.text,
        theirs_by=row.changed_by,
        theirs_revision=row.revision,
        both=both,
    )
    return Saved(row.revision, row.text, merged=False, conflict=_conflict(conflict))


def _accept(row: models.Text, sent: _Sent, text: str, *, merged: bool) -> Saved:
    row.revision += 1
    row.text, row.changed_at, row.changed_by = text, sent.at, sent.by
    row.save(update_fields=["text", "revision", "changed_at", "changed_by"])
    _stroke(row, sent, revision=row.revision, became=text, merged=merged)
    return Saved(row.revision, text, merged, None)


def _stroke(row: models.Text, sent: _Sent, **became: Any) -> models.Stroke:
    return models.Stroke.objects.create(
        uuid=sent.mark, text=row, by_id=sent.by, at=sent.at, base=sent.base, sent=sent.text, **became
    )


def resolve(  # noqa: PLR0913 - a choice has these parts
    number: int,
    *,
    text: str,
    by: int,
    at: datetime,
    stroke: uuid.UUID | str,
    on: tuple[str, str, str] | None = None,
) -> Saved:
    """End a conflict with the text that a person chose.

    What changed meanwhile is put together with it, or asked about again. `on` is the (kind, key, field) that the
    conflict must belong to. Raises NotThere for a conflict that does not exist there.
    """
    with transaction.atomic():
        conflict = (
            models.Conflict.objects.select_for_update(of=("self",)).select_related("text").filter(pk=number).first()
        )
        row = conflict.text if conflict else None
        if conflict is None or row is None or (on is not None and (row.kind, row.key, row.field) != on):
            raise NotThere(_("This conflict does not exist."))
        # Resolved first, so that a new conflict over the same words stays open.
        models.Conflict.objects.filter(pk=number, resolved_at=None).update(resolved_at=at, resolved_by=by)
        sent = _Sent(
            row.kind, row.key, row.field, tidy(text), conflict.theirs_revision, by, at, uuid.UUID(str(stroke)), None
        )
        return _save(sent, over=conflict.theirs)


def state(kind: str, key: object) -> dict[str, State]:
    """Every field of a thing: its text and revision."""
    return {row.field: State(row.text, row.revision) for row in models.Text.objects.filter(kind=kind, key=str(key))}


def versions(kind: str, key: object, field: str) -> list[Version]:
    """Every stroke on a field, oldest first, held back ones included."""
    strokes = models.Stroke.objects.filter(text__kind=kind, text__key=str(key), text__field=field)
    return [Version(s.revision, s.became, s.sent, s.by_id, s.at, s.merged, s.held_back) for s in strokes]


def conflicts(kind: str, key: object, *, by: int | None = None) -> dict[str, list[Conflict]]:
    """The conflicts that wait for a choice, by field; those of one person, or all."""
    found: dict[str, list[Conflict]] = {}
    rows = models.Conflict.objects.filter(text__kind=kind, text__key=str(key), resolved_at=None).select_related("text")
    for row in rows if by is None else rows.filter(by_id=by):
        found.setdefault(row.text.field, []).append(_conflict(row))
    return found


def present(kind: str, key: object, by: int, at: datetime, *, field: str = "") -> list[Here]:
    """Say that a person is here, and hear who else is (heard of in the last 30 seconds)."""
    models.Presence.objects.update_or_create(kind=kind, key=str(key), by_id=by, defaults={"field": field, "at": at})
    return others(kind, key, by, at)


def others(kind: str, key: object, by: int, at: datetime) -> list[Here]:
    """Who else is here."""
    rows = (
        models.Presence.objects.filter(kind=kind, key=str(key), at__gte=at - HERE).exclude(by_id=by).order_by("by_id")
    )
    return [Here(row.by_id, row.field, row.at) for row in rows]


def leave(kind: str, key: object, by: int) -> None:
    """Say that a person has gone."""
    models.Presence.objects.filter(kind=kind, key=str(key), by_id=by).delete()


def close(kind: str, key: object, fields: Iterable[str] | None = None) -> None:
    """Forget the drafts of a thing that is finished: its texts, strokes, conflicts and presences."""
    texts = models.Text.objects.filter(kind=kind, key=str(key))
    (texts if fields is None else texts.filter(field__in=list(fields))).delete()
    models.Presence.objects.filter(kind=kind, key=str(key)).delete()


@looking_across("what waits for the choice of somebody who leaves passes on unread")
def hand_over(*, of: int, to: int, kind: str = "", keys: Iterable[str] = ()) -> int:
    """Give a person's open conflicts to another (they leave); with a kind, those on these things alone.

    Answers how many.
    """
    found = models.Conflict.objects.filter(by_id=of, resolved_at=None)
    if kind:
        found = found.filter(text__kind=kind, text__key__in=list(keys))
    return models.Conflict.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(by_id=to)


def prune(*, before: datetime, keep: int = 50) -> int:
    """Thin out strokes older than an instant. Answers how many went.

    The last `keep` of each field stay, and all that open conflicts stand on.
    """
    gone = 0
    models.Presence.objects.filter(at__lt=before).delete()
    for row in models.Text.objects.filter(strokes__at__lt=before).distinct():
        last = list(row.strokes.order_by("-pk").values_list("pk", flat=True)[:keep])
        old = (
            row.strokes.filter(at__lt=before)
            .exclude(pk__in=last)
            .exclude(Q(conflict__isnull=False, conflict__resolved_at=None))
        )
        gone += old.count()
        old.delete()
    return gone


@looking_across("strokes grow old, whosever they were")
def prune_old() -> None:
    """Thin out strokes older than ninety days (done once a day)."""
    prune(before=timezone.now() - timedelta(days=90))


def tidy(text: str) -> str:
    """A text as fields hold it: new lines of one kind, no signs that no text may carry."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("\x02", "")


def _answer_of(stroke: models.Stroke, sent: _Sent) -> Saved:
    row = stroke.text
    if (row.kind, row.key, row.field, stroke.by_id) != (sent.kind, sent.key, sent.field, sent.by):
        raise Invalid(_("This stroke belongs to another text."))
    conflict = _conflict(stroke.conflict) if stroke.held_back else None
    return Saved(stroke.revision, stroke.became, stroke.merged, conflict)


def _conflict(row: models.Conflict) -> Conflict:
    return Conflict(row.pk, row.base_text, row.mine, row.theirs, row.theirs_by, row.theirs_revision, row.both)
