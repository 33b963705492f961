"""Read who sits at the table, on a day and in a language.

The table is small and read on nearly every page, so each process keeps it in memory under the dialogue's stamp: one
short query says whether the copy is still true.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.domain.alphabets import in_order
from roundtable.ground.parties.domain.naming import designation, said_in
from roundtable.ground.parties.domain.standing import NOT_STATED, PARTICIPATING, Fact, fact_on
from roundtable.ground.parties.models import STAMP, Dialogue, Kind, MeetingInvitation, Naming, Participation, Party
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.once import once
from roundtable.ui import moments

PARTY_KINDS = (Kind.STATE, Kind.UNION)


@dataclass(frozen=True, slots=True)
class DialogueView:
    """The dialogue as pages name it."""

    name: str
    short_name: str
    purpose: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    demonstration: bool
    naming: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """Whether an entry was invited to one meeting."""

    meeting: str
    first_day: date
    last_day: date
    invited: bool
    source: str


@dataclass(frozen=True, slots=True)
class FactView:
    """One dated fact about taking part, in the reader's language."""

    standing: str
    standing_label: str
    starts: date
    ends: date | None
    start_assumed: bool
    end_assumed: bool
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class PartyView:
    """A Party or Partner as it is shown: on a day, in the reader's language."""

    code: str
    kind: str
    name: str
    """The designation with its mark (“Kosovo*”): what lists, charts, maps and exports show."""
    plain_name: str
    mark: str
    footnote: str
    """The text of the footnote with its mark in front; empty where there is none."""
    designation_source: str
    iso2: str
    iso3: str
    zone: str
    """IANA name; of the capital, where a state has several."""
    listed_as: str
    listed_order: int | None
    in_brackets: bool
    website: str
    day: date
    standing: str
    """participating, not-participating, or not-stated where no fact covers the day."""
    standing_label: str
    standing_assumed: bool
    """A boundary of the fact in force is assumed, because its source does not give it."""
    since: date | None
    until: date | None
    since_assumed: bool
    until_assumed: bool
    source: str
    note: str

    @property
    def is_party(self) -> bool:
        """A state or the Union; a Partner is not a Party."""
        return self.kind in PARTY_KINDS

    @property
    def participates(self) -> bool:
        """Whether it takes part on the day."""
        return self.standing == PARTICIPATING

    @property
    def scope(self) -> str:
        """A Party's things belong to its code."""
        return self.code

    def __str__(self) -> str:
        return self.name


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
    kept = _dialogue()
    return _kept(kept.stamp, kept.naming) if kept else _read(as_listed=False)


def _dialogue() -> Dialogue | None:
    """Give the dialogue's row, asked once in a request."""
    return once(STAMP, lambda: Dialogue.objects.filter(pk=1).first())


def reader_language(language: str | None = None) -> str:
    """Give the language asked for, or the one in which the page is read."""
    return (language or get_language() or settings.LANGUAGE_CODE).lower()


def _plain(entry: Entry, language: str, *, as_listed: bool) -> str:
    return designation(entry.code, language, own=entry.own, listed_as=entry.listed_as, as_listed=as_listed)


@lru_cache(maxsize=32)
def _names(known: Table, language: str) -> Mapping[str, str]:
    shown = {
        code: _plain(entry, language, as_listed=known.as_listed) + entry.mark for code, entry in known.entries.items()
    }
    return {code: shown[code] for code in in_order(shown, language, shown.__getitem__)}


def _footnote(entry: Entry, language: str) -> str:
    text = said_in(entry.footnote, language) or said_in(entry.footnote, "en")
    return f"{entry.mark} {text}".strip() if text else ""


def standing_label(standing: str) -> str:
    """Give a standing in words."""
    return {
        "participating": _("Participating"),
        "not-participating": _("Not participating"),
    }.get(standing, _("Not stated in the source"))


def _view(entry: Entry, day: date, language: str, *, as_listed: bool) -> PartyView:
    fact = fact_on(entry.facts, day)
    plain = _plain(entry, language, as_listed=as_listed)
    standing = fact.standing if fact else NOT_STATED
    return PartyView(
        code=entry.code,
        kind=entry.kind,
        name=plain + entry.mark,
        plain_name=plain,
        mark=entry.mark,
        footnote=_footnote(entry, language),
        designation_source=entry.own_source,
        iso2=entry.code if entry.kind in PARTY_KINDS else "",
        iso3=entry.iso3,
        zone=entry.zone,
        listed_as=entry.listed_as,
        listed_order=entry.listed_order,
        in_brackets=entry.in_brackets,
        website=entry.website,
        day=day,
        standing=standing,
        standing_label=standing_label(standing),
        standing_assumed=bool(fact and (fact.start_assumed or fact.end_assumed)),
        since=fact.starts if fact else None,
        until=fact.ends if fact else None,
        since_assumed=bool(fact and fact.start_assumed),
        until_assumed=bool(fact and fact.end_assumed),
        source=fact.source if fact else "",
        note=(said_in(fact.note, language) or said_in(fact.note, "en")) if fact else "",
    )


@lru_cache(maxsize=32)
def _views(known: Table, day: date, language: str) -> tuple[PartyView, ...]:
    with override(language):
        return tuple(
            _view(known.entries[code], day, language, as_listed=known.as_listed) for code in _names(known, language)
        )


def everybody(day: date, *, language: str | None = None) -> list[PartyView]:
    """Give every entry we know, whatever its standing on the day, in the order of the reader's alphabet."""
    return list(_views(table(), day, reader_language(language)))


def parties_on(day: date, kind: str | None = None, *, language: str | None = None) -> list[PartyView]:
    """Give who takes part on a day, in the order of the reader's alphabet.

    Without a kind: the Parties (states and the Union). `kind="partner"` gives the Partners, "state" or "union" those
    alone.
    """
    kinds = (kind,) if kind else PARTY_KINDS
    return [view for view in everybody(day, language=language) if view.participates and view.kind in kinds]


def others_known(day: date, *, language: str | None = None) -> list[PartyView]:
    """Give the states we know that do not take part on a day, or of whom the source does not say."""
    return [view for view in everybody(day, language=language) if view.is_party and not view.participates]


def party(code: str, day: date, *, language: str | None = None) -> PartyView:
    """Give one entry on a day; `NotThere` for a code that nobody has."""
    known, language = table(), reader_language(language)
    entry = known.entries.get(code.upper())
    if entry is None:
        raise NotThere(_("There is no Party or Partner with the code %(code)s.") % {"code": code})
    with override(language):
        return _view(entry, day, language, as_listed=known.as_listed)


def facts_of(code: str, *, language: str | None = None) -> list[FactView]:
    """Give every fact about an entry's participation, the newest first, in the reader's language."""
    entry = table().entries.get(code)
    language = reader_language(language)
    return [
        FactView(
            standing=fact.standing,
            standing_label=standing_label(fact.standing),
            starts=fact.starts,
            ends=fact.ends,
            start_assumed=fact.start_assumed,
            end_assumed=fact.end_assumed,
            source=fact.source,
            note=said_in(fact.note, language) or said_in(fact.note, "en"),
        )
        for fact in reversed(entry.facts if entry else ())
    ]


def invitations_of(code: str) -> list[InvitationView]:
    """Give what is known of an entry's invitations to meetings, by date. One query."""
    return [
        InvitationView(str(kept.meeting), kept.first_day, kept.last_day, kept.invited, kept.source)
        for kept in MeetingInvitation.objects.filter(party=code)
    ]


def names(language: str | None = None) -> dict[str, str]:
    """Give the name to show for each code, with its mark, in the order of the reader's alphabet."""
    return dict(_names(table(), reader_language(language)))


def footnotes_by_code(language: str | None = None) -> dict[str, str]:
    """Give the footnote of each code that has one, for tables in which every row carries its own."""
    language = reader_language(language)
    notes = {code: _footnote(entry, language) for code, entry in table().entries.items()}
    return {code: note for code, note in notes.items() if note}


def footnotes(codes: Iterable[str], language: str | None = None) -> list[str]:
    """Give the footnotes that a list, chart, map or export of these codes must carry, each once, its mark in front."""
    language = reader_language(language)
    entries = table().entries
    notes = [_footnote(entries[code], language) for code in codes if code in entries]
    return list(dict.fromkeys(note for note in notes if note))


def zone_of(code: str) -> ZoneInfo:
    """Give the time zone of a Party or Partner; the secretariat's for every other scope."""
    entry = table().entries.get(code)
    return ZoneInfo(entry.zone) if entry else dialogue().zone


def zone_words(zone: str) -> str:
    """Give a time zone in the reader's words ("Central European Time"): a place's name could be read as a claim."""
    return str(get_timezone_name(ZoneInfo(zone), width="long", locale=moments.locale()))


def sort_by_name(codes: Iterable[str], language: str | None = None) -> list[str]:
    """Put codes in the order of their names in the reader's alphabet; codes that nobody has come last."""
    places = {code: place for place, code in enumerate(names(language))}
    return sorted(codes, key=lambda code: (places.get(code, len(places)), code))


def has_dialogue() -> bool:
    """Whether somebody has said which dialogue this installation serves."""
    return Dialogue.objects.filter(pk=1).exists()


def dialogue() -> DialogueView:
    """Give the dialogue's name, zone and languages; a nameless one until it is set up. One query."""
    kept = _dialogue() or Dialogue(name="Roundtable", short_name="Roundtable")
    return DialogueView(
        name=str(kept.name),
        short_name=str(kept.short_name),
        purpose=str(kept.purpose),
        zone=ZoneInfo(kept.zone),
        languages=tuple(code for code, _name in settings.LANGUAGES),
        demonstration=kept.demonstration,
        naming=kept.naming,
    )


def entry_kept(code: str) -> Party:
    """Give the row of an entry, to change it; `NotThere` for a code that nobody has."""
    kept = Party.objects.filter(pk=code).first()
    if kept is None:
        raise NotThere(_("There is no Party or Partner with the code %(code)s.") % {"code": code})
    return kept


def dialogue_kept() -> Dialogue:
    """Give the dialogue's row, to change it; a new one where there is none."""
    return Dialogue.objects.filter(pk=1).first() or Dialogue(pk=1)
