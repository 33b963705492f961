"""What this room gives to pages that all share: search, and what waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.parties.models import Institution, Stakeholder
from roundtable.ground.parties.queries.table import dialogue, everybody, names, zone_of
from roundtable.ground.trust.public import Person, Role, actor, contact_terms
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.search import Entry
from roundtable.kernel.links.waiting import Waiting
from roundtable.ui.installation import Installation

SUCCESSION_DAYS = 30
VACANCY_DAYS = 365


def installation() -> Installation:
    """Tell every page whether this dialogue is a demonstration. No query where the page asked for the dialogue."""
    return Installation(demonstration=dialogue().demonstration)


def found_parties() -> Iterator[Entry]:
    """Give every Party and Partner as things to be found: shown in each language, found under its name in any."""
    today = date.today()  # noqa: DTZ011 - names and wording do not hang on the day
    languages = dialogue().languages
    said: dict[str, dict[str, None]] = {}
    for language in languages:
        for view in everybody(today, language=language):
            said.setdefault(view.code, {}).update(dict.fromkeys([view.plain_name, view.listed_as, view.iso3]))
    for language in languages:
        with override(language):
            for view in everybody(today):
                yield Entry(
                    kind="parties.party",
                    object_id=view.code,
                    title=view.name,
                    url=reverse("parties:party", args=[view.code]),
                    codes=[view.code],
                    names=[name for name in said[view.code] if name],
                    language=language,
                )


def found_institutions() -> Iterator[Entry]:
    """Give every institution as a thing to be found."""
    shown = names("en")
    for row in Institution.objects.all():
        yield entry_of_institution(row, shown)


def entry_of_institution(row: Institution, shown: dict[str, str] | None = None) -> Entry:
    """Give one institution as a thing to be found, under all its names."""
    from_all = row.name.data if isinstance(row.name.data, dict) else {"en": str(row.name)}
    return Entry(
        kind="parties.institution",
        object_id=row.pk,
        title=str(row.name.localize("en")),
        text=" ".join([*from_all.values(), (shown or names("en")).get(row.party_id, row.party_id)]),
        url=reverse("parties:institution", args=[row.code]),
        codes=[row.party_id],
        demonstration=row.demonstration,
    )


def found_stakeholders() -> Iterator[Entry]:
    """Give every stakeholder as a thing to be found by those who take part."""
    for row in Stakeholder.objects.filter(deleted_at=None):
        yield entry_of_stakeholder(row)


def entry_of_stakeholder(row: Stakeholder) -> Entry:
    """Give one stakeholder as a thing to be found."""
    return Entry(
        kind="parties.stakeholder",
        object_id=row.pk,
        title=row.name,
        text=f"{row.about} {row.get_kind_display()}".strip(),
        url=reverse("parties:stakeholder", args=[row.pk]),
        codes=[*row.codes, *([row.party_id] if row.party_id else [])],
        scope="parties",
        demonstration=row.demonstration,
    )


def findable_by_participants(user: Person, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what a person may find: stakeholders are for those who take part."""
    return entries if actor(user).functions else entries.none()


@dataclass(frozen=True, slots=True)
class Seat:
    """The last day for which a Party has a contact point; None when the day is open."""

    scope: str
    until: date | None


def _seats(user: Person, at: datetime) -> list[Seat]:
    last: dict[str, date | None] = {}
    for scope, ends in contact_terms(user, at):
        known = last.get(scope, date.min)
        last[scope] = None if known is None or ends is None else max(known, ends)
    return [Seat(scope, until) for scope, until in sorted(last.items())]


def waiting_for(user: Person, at: datetime) -> list[Waiting]:
    """Tell contact points to name a successor in time, and the secretariat where a Party has none any more.

    Each duty has one responsible function: the Party's contact point while there is one, the secretariat after that.
    """
    who = actor(user, at)
    secretariat = who.holds(Role.SECRETARIAT)
    own = who.scopes_as(Role.CONTACT_POINT)
    if not secretariat and not own:
        return []
    today = at.date()
    duties = []
    for seat in _seats(user, at):
        if seat.until is None:
            continue
        left = (seat.until - today).days
        if 0 <= left <= SUCCESSION_DAYS and seat.scope in own:
            duties.append(_succession(seat.scope, seat.until, f"{Role.CONTACT_POINT}@{seat.scope}", late=False))
        elif -VACANCY_DAYS <= left < 0 and secretariat:
            duties.append(_succession(seat.scope, seat.until, f"{Role.SECRETARIAT}@{SECRETARIAT}", late=True))
    return duties


def _succession(scope: str, until: date, function: str, *, late: bool) -> Waiting:
    shown = {"name": names().get(scope, scope), "day": date_format(until, "DATE_FORMAT")}
    if late:
        title = _("Name a contact point for %(name)s") % shown
        detail = _("The last term ended on %(day)s. Nobody can report or comment for this Party.") % shown
    else:
        title = _("Name who follows you as contact point of %(name)s") % shown
        detail = _("Your term ends on %(day)s, and nobody is named for the time after it.") % shown
    # The term ends with its last day, where the Party is.
    end = datetime.combine(until + timedelta(days=1), time.min, tzinfo=zone_of(scope))
    return Waiting(
        title=title,
        detail=detail,
        url=reverse("trust:people"),
        due=end,
        day=until,
        late=late,
        function=function,
        kind="parties.succession",
        object_id=scope,
    )
