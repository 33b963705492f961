"""Lists of this room: the same rows on the page and in files."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db.models import Q, QuerySet
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.telling import Change
from roundtable.ground.trust.models import Entry, Reading, Role, Term
from roundtable.ground.trust.queries import institution_names
from roundtable.ground.trust.queries.history import Line, Teller
from roundtable.ground.trust.queries.markings import of_entry
from roundtable.ground.trust.queries.people import numbers_of_people
from roundtable.ground.trust.queries.readings import readers_called
from roundtable.ground.trust.rules import Person
from roundtable.ground.trust.signals import happenings, restricted
from roundtable.kernel.links.listings import Choice, DateRange, Field, Kind, Listing, Text

NOW, PAST, COMING, EVER = "now", "past", "coming", "ever"


def people_listing(today: date, scopes: Mapping[str, str]) -> Listing:
    """Declare the list of who holds what: one row for each term; `scopes` names the scopes by code."""
    institutions = {code: name for each in institution_names().values() for code, name in each.items()}

    def when(terms: QuerySet[Term], value: str) -> QuerySet[Term]:
        return {
            NOW: terms.filter(Q(ends=None) | Q(ends__gte=today), starts__lte=today, user__is_active=True),
            PAST: terms.filter(Q(ends__lt=today) | Q(user__is_active=False)),
            COMING: terms.filter(starts__gt=today),
            EVER: terms,
        }[value]

    return Listing(
        name="trust.people",
        columns=[
            Field("name", _("Name"), lambda t: str(t.user), sort=("rank", "user__pk"), link=_person),
            Field("email", _("E-mail"), lambda t: t.user.email),
            Field("role", _("Function"), lambda t: str(Role(t.role).label), sort="role"),
            Field("scope", _("For"), lambda t: scopes.get(t.scope, t.scope), sort="scope"),
            Field("institution", _("Institution"), lambda t: institutions.get(t.institution, t.institution)),
            Field("starts", _("From"), lambda t: t.starts, kind=Kind.DATE, sort="starts"),
            Field("ends", _("Until"), lambda t: t.ends, kind=Kind.DATE, sort="ends"),
            Field("account", _("Account"), lambda t: str(_("open") if t.user.is_active else _("closed"))),
        ],
        filters=[
            Choice(
                key="when",
                label=_("Terms"),
                apply=when,
                choices=[
                    (NOW, _("in force today")),
                    (PAST, _("ended or account closed")),
                    (COMING, _("not yet begun")),
                    (EVER, _("all")),
                ],
            ),
            Choice(
                key="role",
                label=_("Function"),
                apply=lambda terms, value: terms.filter(role=value),
                choices=Role.choices,
            ),
            Choice(
                key="scope",
                label=_("For"),
                apply=lambda terms, value: terms.filter(scope=value),
                choices=list(scopes.items()),
            ),
            Text(
                key="institution",
                label=_("Institution (part of its name or code)"),
                apply=lambda terms, words: terms.filter(
                    institution__in=[code for code, name in institutions.items() if _within(words, code, name)]
                ),
            ),
        ],
        search=lambda terms, words: terms.filter(user__in=numbers_of_people(words)),
        default_sort="name",
    )


def _within(words: str, *texts: str) -> bool:
    return any(words.casefold() in text.casefold() for text in texts)


def _person(term: Term) -> str:
    return reverse("trust:person", args=[term.user_id])


def history_listing(reader: Person, *, at: datetime) -> Listing:
    """Declare the list of the whole history, newest first: each entry as far as this reader may read it."""
    teller = Teller(reader, at=at)
    names = teller.speaker.scopes
    scopes = {"": "", **names}
    lines: dict[int, Line] = {}

    def line(entry: Entry) -> Line:
        if entry.pk not in lines:
            lines[entry.pk] = teller.line(entry)
        return lines[entry.pk]

    def between(entries: QuerySet[Entry], days: tuple[date | None, date | None]) -> QuerySet[Entry]:
        first, last = days
        if first:
            entries = entries.filter(at__gte=_midnight(first))
        return entries.filter(at__lt=_midnight(last + timedelta(days=1))) if last else entries

    return Listing(
        name="trust.history",
        columns=[
            Field("at", _("When"), lambda e: e.at, kind=Kind.MOMENT, sort=("at", "pk")),
            Field("by", _("Who"), lambda e: line(e).who),
            Field("did", _("Did what"), lambda e: line(e).did, sort="happened"),
            Field("label", _("To what"), lambda e: line(e).thing),
            Field("scope", _("For"), lambda e: scopes.get(e.scope, e.scope), sort="scope"),
            Field("before", _("Before"), lambda e: _was(line(e)), show=lambda e: _shown(line(e), "before")),
            Field("after", _("After"), lambda e: _is(line(e)), show=lambda e: _shown(line(e), "after")),
            Field("marking", _("Marking"), of_entry),
        ],
        filters=[
            Text(
                key="person",
                label=_("Person (part of the name or address)"),
                apply=lambda entries, said: entries.filter(by__in=numbers_of_people(said)),
            ),
            Choice(
                key="kind",
                label=_("Kind"),
                apply=lambda entries, value: entries.filter(happened=value),
                choices=lambda: sorted(((str(h.code), str(h.shown)) for h in happenings), key=lambda pair: pair[1]),
            ),
            Choice(
                key="scope",
                label=_("For"),
                apply=lambda entries, value: entries.filter(scope=value),
                choices=list(names.items()),
            ),
            DateRange(key="day", label=_("Day"), apply=between),
        ],
        search=lambda entries, said: entries.filter(label__icontains=said),
        default_sort="-at",
    )


def readings_listing(reader: Person, *, at: datetime) -> Listing:
    """Declare the log of reading, newest first."""
    teller = Teller(reader, at=at)
    names = teller.speaker.scopes
    scopes = {"": "", **names}
    kinds = {one.kind: one.shown for one in restricted}

    def between(rows: QuerySet[Reading], days: tuple[date | None, date | None]) -> QuerySet[Reading]:
        first, last = days
        rows = rows.filter(at__gte=_midnight(first)) if first else rows
        return rows.filter(at__lt=_midnight(last + timedelta(days=1))) if last else rows

    return Listing(
        name="trust.readings",
        columns=[
            Field("at", _("When"), lambda r: r.at, kind=Kind.MOMENT, sort=("at", "pk")),
            Field("by", _("Who"), lambda r: r.by.name or teller.speaker.person(r.by.pk)),
            Field("kind", _("What"), lambda r: str(kinds.get(r.kind, r.kind)), sort="kind"),
            Field("label", _("Called"), lambda r: r.label),
            Field("scope", _("Whose"), lambda r: scopes.get(r.scope, r.scope), sort="scope"),
            Field("way", _("How"), lambda r: str(Reading.Way(r.way).label), sort="way"),
            Field("purpose", _("What for"), lambda r: r.purpose),
        ],
        filters=[
            Text(
                key="person",
                label=_("Person (part of the name)"),
                apply=lambda rows, said: rows.filter(by__in=readers_called(said)),
            ),
            Choice(
                key="kind",
                label=_("What"),
                apply=lambda rows, value: rows.filter(kind=value),
                choices=lambda: [(kind, str(shown)) for kind, shown in kinds.items()],
            ),
            Choice(
                key="scope",
                label=_("Whose"),
                apply=lambda rows, value: rows.filter(scope=value),
                choices=list(names.items()),
            ),
            Choice(
                key="way",
                label=_("How"),
                apply=lambda rows, value: rows.filter(way=value),
                choices=Reading.Way.choices,
            ),
            DateRange(key="day", label=_("Day"), apply=between),
        ],
        search=lambda rows, said: rows.filter(label__icontains=said),
        default_sort="-at",
    )


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min), get_current_timezone())


def _was(line: Line) -> str:
    return "; ".join(f"{change.label}: {change.before}" for change in line.changes if change.before)


def _is(line: Line) -> str:
    told = "; ".join(
        f"{change.label}: {change.after or '–'}" for change in line.changes if change.after or change.before
    )
    return told or line.withheld


def _shown(line: Line, side: Literal["before", "after"]) -> SafeString:
    """Show one side of what changed; long texts are folded."""
    if side == "after" and line.withheld:
        return format_html('<span class="quiet">{}</span>', line.withheld)
    return format_html_join("", "{}", ((_piece(change, getattr(change, side)),) for change in line.changes))


def _piece(change: Change, said: str) -> SafeString:
    if not said:
        return SafeString("")
    if change.long:
        return format_html(
            '<details class="more"><summary>{}</summary><p dir="auto">{}</p></details>',
            change.label,
            linebreaksbr(said),
        )
    return format_html('<div>{}: <span dir="auto">{}</span></div>', change.label, said)
