"""Who takes part, on a day and in a language."""

from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.parties.domain.naming import said_in
from roundtable.ground.parties.domain.standing import NOT_PARTICIPATING, NOT_STATED, fact_on
from roundtable.ground.parties.models import MeetingInvitation
from roundtable.ground.parties.queries.table.entries import Entry, Table, table
from roundtable.ground.parties.queries.table.naming import footnote_of, names_in, plain_name_of, reader_language
from roundtable.ground.parties.queries.table.shapes import PARTY_KINDS, FactView, InvitationView, PartyView
from roundtable.ground.parties.queries.table.unchanged import while_unchanged
from roundtable.kernel.base.errors import NotThere


def standing_label(standing: str) -> str:
    """Give a standing in words."""
    return {
        "participating": _("Participating"),
        "not-participating": _("Not participating"),
    }.get(standing, _("Not stated in the source"))


def _view(entry: Entry, day: date, language: str, *, as_listed: bool) -> PartyView:
    fact = fact_on(entry.facts, day)
    plain = plain_name_of(entry, language, as_listed=as_listed)
    standing = fact.standing if fact else NOT_STATED
    return PartyView(
        code=entry.code,
        kind=entry.kind,
        name=plain + entry.mark,
        plain_name=plain,
        mark=entry.mark,
        footnote=footnote_of(entry, language),
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
            _view(known.entries[code], day, language, as_listed=known.as_listed) for code in names_in(known, language)
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


_invitations = while_unchanged(MeetingInvitation.objects.all)


def invitations_of(code: str) -> list[InvitationView]:
    """Give what is known of an entry's invitations to meetings, by date. One query."""
    return [
        InvitationView(str(kept.meeting), kept.first_day, kept.last_day, kept.invited, kept.source)
        for kept in MeetingInvitation.objects.filter(party=code)
    ]


def said_of_meetings() -> dict[tuple[date, date], dict[str, InvitationView]]:
    """Give what sources say of invitations to meetings, by the days of the meeting and by code."""
    found: dict[tuple[date, date], dict[str, InvitationView]] = {}
    for kept in _invitations():
        found.setdefault((kept.first_day, kept.last_day), {})[str(kept.party_id)] = InvitationView(
            str(kept.meeting), kept.first_day, kept.last_day, kept.invited, kept.source
        )
    return found


def resting_on(day: date) -> frozenset[str]:
    """Give the codes of those of whom a fact says that they take no part on a day; unknown is not the same."""
    return _resting(table(), day)


@lru_cache(maxsize=32)
def _resting(known: Table, day: date) -> frozenset[str]:
    facts = {code: fact_on(entry.facts, day) for code, entry in known.entries.items()}
    return frozenset(code for code, fact in facts.items() if fact and fact.standing == NOT_PARTICIPATING)
