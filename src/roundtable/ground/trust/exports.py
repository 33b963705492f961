"""Lists of this room: the same rows on the page and in files."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.models import Entry, Role, Term
from roundtable.ground.trust.queries import institution_names, scope_names
from roundtable.ground.trust.queries.history import words_of_happenings
from roundtable.ground.trust.signals import happenings
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
            Field("name", _("Name"), lambda t: str(t.user), sort=("user__name", "user__pk"), link=_person),
            Field("email", _("E-mail"), lambda t: t.user.email, sort="user__email"),
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
        search=lambda terms, words: terms.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words)),
        default_sort="name",
    )


def _within(words: str, *texts: str) -> bool:
    return any(words.casefold() in text.casefold() for text in texts)


def _person(term: Term) -> str:
    return reverse("trust:person", args=[term.user_id])


def history_listing() -> Listing:
    """Declare the list of the whole history, newest first."""
    names = scope_names()
    scopes = {"": "", **names}
    words = words_of_happenings()

    def between(entries: QuerySet[Entry], days: tuple[date | None, date | None]) -> QuerySet[Entry]:
        first, last = days
        if first:
            entries = entries.filter(at__gte=_midnight(first))
        return entries.filter(at__lt=_midnight(last + timedelta(days=1))) if last else entries

    return Listing(
        name="trust.history",
        columns=[
            Field("at", _("When"), lambda e: e.at, kind=Kind.MOMENT, sort=("at", "pk")),
            Field("by", _("Who"), lambda e: str(e.by) if e.by else str(_("The platform"))),
            Field("did", _("Did what"), lambda e: words.get(e.happened, e.happened), sort="happened"),
            Field("label", _("To what"), lambda e: e.label),
            Field("scope", _("For"), lambda e: scopes.get(e.scope, e.scope), sort="scope"),
            Field("before", _("Before"), lambda e: _told(e.before)),
            Field("after", _("After"), lambda e: _told(e.after)),
        ],
        filters=[
            Text(
                key="person",
                label=_("Person (part of the name or address)"),
                apply=lambda entries, said: entries.filter(Q(by__name__icontains=said) | Q(by__email__icontains=said)),
            ),
            Choice(
                key="kind",
                label=_("Kind"),
                apply=lambda entries, value: entries.filter(happened=value),
                choices=lambda: sorted(((str(h.code), str(h.shown)) for h in happenings), key=lambda pair: pair[0]),
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


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min), get_current_timezone())


def _told(values: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {'—' if value in (None, '') else value}" for name, value in values.items())
