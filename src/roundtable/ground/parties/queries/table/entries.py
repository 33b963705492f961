"""The table as it is kept: read once, and again only when it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.domain.standing import Fact
from roundtable.ground.parties.models import STAMP, Dialogue, Naming, Participation, Party
from roundtable.kernel.base.once import once


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the table as it is kept in memory, in every language."""

    code: str
    kind: str
    iso3: str
    own: Mapping[str, str]
    mark: str
    footnote: Mapping[str, str]
    own_source: str
    listed_as: str
    listed_order: int | None
    in_brackets: bool
    zone: str
    website: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Everybody we know, by code, and how the dialogue wants them named. Each reading of the table is its own."""

    entries: Mapping[str, Entry]
    as_listed: bool


def texts(value: Any) -> dict[str, str]:
    """Give a translated field as texts by language, without any falling back."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {language: text for language, text in data.items() if text}
    return {"en": str(data)} if data else {}


def _read(*, as_listed: bool) -> Table:
    facts: dict[str, list[Fact]] = {}
    for kept in Participation.objects.filter(deleted_at=None).order_by("starts", "pk"):
        fact = Fact(
            standing=kept.standing,
            starts=kept.starts,
            ends=kept.ends,
            start_assumed=kept.start_assumed,
            end_assumed=kept.end_assumed,
            source=kept.source,
            note=texts(kept.note),
        )
        facts.setdefault(kept.party_id, []).append(fact)
    entries = {
        party.code: Entry(
            code=party.code,
            kind=party.kind,
            iso3=party.iso3,
            own=texts(party.designation),
            mark=party.footnote_mark,
            footnote=texts(party.footnote),
            own_source=party.designation_source,
            listed_as=party.listed_as,
            listed_order=party.listed_order,
            in_brackets=party.in_brackets,
            zone=party.zone,
            website=party.website,
            facts=tuple(facts.get(party.code, ())),
        )
        for party in Party.objects.all()
    }
    return Table(entries, as_listed)


@lru_cache(maxsize=4)
def _kept(_stamp: UUID, naming: str) -> Table:
    return _read(as_listed=naming == Naming.DECLARATION)


def table() -> Table:
    """Give the table as it stands: one query a request while nothing changed, three when it did."""
    kept = dialogue_row()
    return _kept(kept.stamp, kept.naming) if kept else _read(as_listed=False)


def dialogue_row() -> Dialogue | None:
    """Give the dialogue's row, asked once in a request."""
    return once(STAMP, lambda: Dialogue.objects.filter(pk=1).first())
