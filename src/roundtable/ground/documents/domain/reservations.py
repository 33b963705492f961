"""Reservations: a Party's "not yet" on a paragraph, carried from revision to revision until it is lifted.

A reservation goes with its paragraph: through renumbering and moving; to all parts when it is split; to the whole when
it is joined. When the paragraph is gone it stays on record as without a place, and whoever made it decides. When the
last one on a paragraph is lifted, the paragraph is agreed ad referendum.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from roundtable.ground.documents.domain.redline import Fate, redline
from roundtable.ground.documents.domain.text import Text


class Kind(StrEnum):
    """What a Party reserves."""

    GENERAL = "general"
    SCRUTINY = "scrutiny"
    PARLIAMENTARY = "parliamentary"
    LINGUISTIC = "linguistic"


class Standing(StrEnum):
    """How a paragraph stands."""

    OPEN = "open"
    """Somebody still reserves something."""
    AD_REFERENDUM = "ad_referendum"
    """There were reservations, and the last is lifted."""
    CLEAR = "clear"
    """There never was one."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """One reservation. `paragraphs` are the keys on which it stands now; none where what it was on is gone."""

    key: str
    by: str
    kind: Kind
    at: datetime
    paragraphs: tuple[str, ...]
    reason: str = ""
    lifted_at: datetime | None = None

    @property
    def is_lifted(self) -> bool:
        """Whether it is lifted."""
        return self.lifted_at is not None

    @property
    def has_lost_its_place(self) -> bool:
        """Whether it is still there and what it was on is not."""
        return not self.paragraphs and not self.is_lifted

    def lifted(self, by: str, at: datetime) -> "Reservation":
        """Lift it; only whoever made it may, and the first time counts."""
        if by != self.by:
            raise PermissionError(f"Only {self.by} lifts this reservation.")
        return self if self.is_lifted else replace(self, lifted_at=at)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line for the cover note: a paragraph by its number, and who reserves what on it."""

    paragraph: str
    label: str
    kind: Kind
    by: tuple[str, ...]


def carried(reservations: Iterable[Reservation], old: Text, new: Text) -> tuple[Reservation, ...]:
    """The reservations on the next revision; as many come out as went in, in their order."""
    heirs: dict[str, list[str]] = {}
    for entry in redline(old, new).entries:
        if entry.fate is not Fate.LEFT:
            for one in entry.olds:
                heirs.setdefault(one.key, []).extend(heir.key for heir in entry.news)
    return tuple(
        replace(one, paragraphs=tuple(dict.fromkeys(heir for key in one.paragraphs for heir in heirs.get(key, []))))
        for one in reservations
    )


def standing(paragraph: str, reservations: Iterable[Reservation]) -> Standing:
    """How a paragraph stands."""
    here = [one for one in reservations if paragraph in one.paragraphs]
    if not here:
        return Standing.CLEAR
    return Standing.AD_REFERENDUM if all(one.is_lifted for one in here) else Standing.OPEN


def not_lifted(reservations: Iterable[Reservation]) -> tuple[Reservation, ...]:
    """Those that are still there, with a place or without: a silence needs the chair's reason while there are any."""
    return tuple(one for one in reservations if not one.is_lifted)


def for_the_cover_note(text: Text, reservations: Iterable[Reservation]) -> tuple[Listed, ...]:
    """What the cover note lists, in the order of the text; those without a place come last, without a number."""
    rows: dict[tuple[int, str, Kind], list[str]] = {}
    for one in not_lifted(reservations):
        for key in one.paragraphs or ("",):
            place = text.place_of(key) if key in text.by_key else len(text.paragraphs)
            names = rows.setdefault((place, key, one.kind), [])
            if one.by not in names:
                names.append(one.by)
    order = list(Kind)
    return tuple(
        Listed(key, text.by_key[key].label if key in text.by_key else "", kind, tuple(sorted(names)))
        for (_place, key, kind), names in sorted(rows.items(), key=lambda row: (row[0][0], order.index(row[0][2])))
    )
