"""Rows of activities: the one declaration for the list, its downloads, the API and the calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from babel.dates import format_date
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from icalendar import Calendar, Event, Todo

from roundtable.ground.parties.public import PartyView, everybody
from roundtable.kernel.files.tables import Kind
from roundtable.kernel.links.listings import Choice, DateRange, Field, Flag, Listing
from roundtable.operations.plan.domain.activity import Facts, number_text
from roundtable.operations.plan.models import Action, Activity, Funding, HorizontalIssue, Share
from roundtable.operations.plan.queries.activities import (
    LABELS,
    actions_by_key,
    gap_of,
    issues,
    of_party_q,
)
from roundtable.ui.moments import locale

NAME: Final = "plan.activities"
CHUNK: Final = 5_000
YEARS: Final = (2020, 2032)
ROLES: Final = (("lead", lazy("as lead")), ("partner", lazy("as partner")), ("participant", lazy("as participant")))
SHORT: Final = ("title", "starts", "kind", "stage", "lead", "actions", "budget", "gap")
"""The columns that the page shows first; with `columns=all` it shows what the downloads carry."""


@dataclass(frozen=True)
class Known:
    """What the rows are read with: Parties by code in the reader's alphabet, actions and issues by code."""

    parties: Mapping[str, PartyView]
    actions: Mapping[str, Action]
    issues: Sequence[HorizontalIssue]

    def name(self, code: str) -> str:
        """The name of a Party or Partner with its mark; its code where nobody knows it."""
        view = self.parties.get(code)
        return view.name if view else code


def known(day: date, facts: Facts | None = None) -> Known:
    """Read names, and the actions and issues in force and those that the facts keep. Three queries."""
    keys = [share.action for share in facts.shares] if facts else []
    kept = facts.issues if facts else ()
    return Known({view.code: view for view in everybody(day)}, actions_by_key(keys), issues(kept))


class Rows(QuerySet[Activity]):
    """Activities that bring what their rows need as plain values: one query for each kind, whatever the number."""

    wide = True

    def _clone(self) -> "Rows":
        made: Rows = super()._clone()  # type: ignore[misc]  # Django's own way to carry a queryset's settings on
        made.wide = self.wide
        return made

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh:
            attach(self._result_cache or [], wide=self.wide)


def rows_of(activities: QuerySet[Activity], *, wide: bool = True) -> Rows:
    """Give activities that bring what their rows need; not `wide` leaves out what only the wide list shows."""
    chosen = activities.defer("about", "outputs", "words")
    rows = Rows(model=Activity, query=chosen.query, using=chosen.db)
    rows.wide = wide
    return rows


class ShareRow(NamedTuple):
    """An action that an activity serves, as its row shows it."""

    code: str
    area: int
    share: Decimal
    gone: bool


@dataclass(slots=True)
class Row:
    """What belongs to an activity besides its own columns."""

    shares: list[ShareRow] = field(default_factory=list)
    pledged: Decimal = Decimal(0)
    partners: set[str] = field(default_factory=set)
    participants: set[str] = field(default_factory=set)
    issues: list[str] = field(default_factory=list)


def attach(activities: Sequence[Any], *, wide: bool = True) -> None:
    """Read what belongs to these activities and hang it on them as `row`. Five queries; three when not `wide`."""
    found: dict[int, Row] = {}
    for one in activities:
        one.row = found[one.pk] = Row()
    # Databases limit how many values a question may carry.
    ids = list(found)
    for start in range(0, len(ids), CHUNK):
        _attach_some(found, ids[start : start + CHUNK], wide=wide)


def _attach_some(found: dict[int, Row], ids: Sequence[int], *, wide: bool) -> None:
    shares = Share.objects.filter(activity_id__in=ids).order_by("action__area__number", "action__number", "pk")
    columns = ("activity_id", "action__code", "action__area__number", "share", "action__gone")
    for pk, code, area, share, gone in shares.values_list(*columns):
        found[pk].shares.append(ShareRow(code, area, share, gone))
    promised = Funding.objects.filter(activity_id__in=ids).order_by().values("activity_id").annotate(Sum("pledged"))
    for pk, amount in promised.values_list("activity_id", "pledged__sum"):
        found[pk].pledged = amount
    participants = Activity.participants.through.objects.filter(activity_id__in=ids)
    for pk, code in participants.values_list("activity_id", "party_id"):
        found[pk].participants.add(code)
    if not wide:
        return
    for pk, code in Activity.partners.through.objects.filter(activity_id__in=ids).values_list(
        "activity_id", "party_id"
    ):
        found[pk].partners.add(code)
    named = Activity.issues.through.objects.filter(activity_id__in=ids).order_by("horizontalissue__number")
    for pk, code in named.values_list("activity_id", "horizontalissue__code"):
        found[pk].issues.append(code)


def listing(known: Known, params: Mapping[str, Any], *, wide: bool) -> Listing:
    """Declare the list of activities; `wide` has every column, as the downloads and the API do."""
    columns = _columns(known, wide=wide)
    return Listing(
        name=NAME,
        columns=columns if wide else [column for column in columns if column.key in SHORT],
        filters=_filters(known, str(params.get("role", ""))),
        search=lambda rows, words: search(rows, words, known.actions),
        search_label=lazy("Words, or a code such as I.4"),
        default_sort="-starts",
        also=("columns",),
    )


def search(rows: QuerySet[Activity], words: str, actions: Mapping[str, Action]) -> QuerySet[Activity]:
    """Keep the activities that hold every word; a word that is the code of an action keeps those that serve it."""
    codes = {code.casefold(): action.pk for code, action in actions.items()}
    for word in words.casefold().split():
        if word in codes:
            rows = rows.filter(Exists(Share.objects.filter(activity_id=OuterRef("pk"), action_id=codes[word])))
        else:
            rows = rows.filter(words__contains=word)
    return rows


def _columns(known: Known, *, wide: bool) -> list[Field]:
    def names(codes: set[str]) -> str:
        return "; ".join(view.name for code, view in known.parties.items() if code in codes)

    def counted(activity: Any) -> str:
        count = len(activity.row.participants)
        return ngettext("%(count)s Party", "%(count)s Parties", count) % {"count": count} if count else ""

    kinds, stages = dict(Activity.Kind.choices), dict(Activity.Stage.choices)
    return [
        Field(
            "title",
            LABELS["title"],
            lambda one: one.title,
            sort="title",
            link=lambda one: reverse("plan:activity", args=[one.pk]),
        ),
        Field(
            "starts", LABELS["starts"], lambda one: one.starts, Kind.DATE, sort="starts", show=None if wide else _when
        ),
        Field("ends", LABELS["ends"], lambda one: one.ends, Kind.DATE, sort="ends"),
        Field("kind", LABELS["kind"], lambda one: str(kinds[one.kind]), sort="kind"),
        Field("stage", LABELS["stage"], lambda one: str(stages[one.stage]), sort="stage"),
        Field("lead", LABELS["lead"], lambda one: known.name(one.lead_id), sort="lead_id"),
        Field("actions", LABELS["shares"], lambda one: shares_text(one.row.shares), show=_shares_shown),
        Field("partners", LABELS["partners"], lambda one: names(one.row.partners)),
        Field("participants", LABELS["participants"], lambda one: names(one.row.participants), show=counted),
        Field("place", LABELS["place"], lambda one: one.place, sort="place"),
        Field("online", LABELS["online"], lambda one: one.online, Kind.YES_NO),
        Field("issues", LABELS["issues"], lambda one: ", ".join(one.row.issues)),
        Field("budget", LABELS["budget"], lambda one: one.budget, Kind.MONEY, sort="budget"),
        Field("pledged", lazy("Pledged, euro"), lambda one: one.row.pledged, Kind.MONEY),
        Field("gap", lazy("Not yet funded, euro"), lambda one: gap_of(one.budget, one.row.pledged), Kind.MONEY),
        Field("spent", LABELS["spent"], lambda one: one.spent, Kind.MONEY, sort="spent"),
        Field("audience", LABELS["audience"], lambda one: one.get_audience_display()),
        Field("reference", LABELS["reference"], lambda one: one.reference, sort="reference"),
        Field("number", lazy("Number"), lambda one: one.pk, Kind.NUMBER),
        Field("demonstration", lazy("Made for the demonstration"), lambda one: one.demonstration, Kind.YES_NO),
    ]


def shares_text(shares: Sequence[ShareRow]) -> str:
    """The actions served with their shares: “I.4 60 %, II.1 40 %”."""
    return ", ".join(f"{one.code} {number_text(one.share * 100)} %" for one in shares)


def _shares_shown(activity: Any) -> str:
    shares: list[ShareRow] = activity.row.shares
    whole = len(shares) == 1
    address = reverse("plan:action", args=["CODE"])
    return format_html_join(
        ", ",
        '<span class="a{}"><a class="code" href="{}">{}</a></span>{}',
        (
            (
                one.area,
                address.replace("CODE", one.code),
                one.code,
                "" if whole else format_html("&nbsp;{}&nbsp;%", number_text(one.share * 100)),
            )
            for one in shares
        ),
    )


def _when(activity: Activity) -> str:
    """The days as short as they can be said; a line breaks between the first and the last day, never inside one."""
    if activity.starts is None:
        return ""
    first, last = activity.starts, activity.ends or activity.starts
    days = [first] if first == last else [first, last]
    said = [str(format_date(day, "d MMM y", locale=locale())).replace(" ", "\u00a0") for day in days]
    return " – ".join(said)


def _filters(known: Known, role: str) -> list[Any]:
    def serves(**wanted: Any) -> Q:
        return Q(Exists(Share.objects.filter(activity_id=OuterRef("pk"), action__gone=False, **wanted)))

    areas = {action.area.numeral: str(action.area.short_title) for action in known.actions.values()}
    return [
        Choice(
            key="area",
            label=lazy("Area"),
            choices=[(numeral, f"{numeral} {title}") for numeral, title in areas.items()],
            apply=lambda rows, value: rows.filter(serves(action__area__numeral=value)),
        ),
        Choice(
            key="action",
            label=lazy("Action"),
            choices=[(code, f"{code} {action.short_title}") for code, action in known.actions.items()],
            apply=lambda rows, value: rows.filter(serves(action_id=known.actions[value].pk)),
        ),
        Choice(
            key="party",
            label=lazy("Party or Partner"),
            choices=[(code, view.name) for code, view in known.parties.items()],
            apply=lambda rows, value: rows.filter(of_party_q(value, role)),
        ),
        # The role narrows the Party's filter; alone it says nothing.
        Choice(key="role", label=lazy("in which role"), choices=ROLES, apply=lambda rows, _value: rows),
        Choice(
            key="kind",
            label=LABELS["kind"],
            choices=Activity.Kind.choices,
            apply=lambda rows, value: rows.filter(kind=value),
        ),
        Choice(
            key="stage",
            label=LABELS["stage"],
            choices=Activity.Stage.choices,
            apply=lambda rows, value: rows.filter(stage=value),
        ),
        Choice(
            key="year",
            label=lazy("Year"),
            choices=[(str(year), str(year)) for year in range(*YEARS)],
            apply=lambda rows, value: _between(rows, date(int(value), 1, 1), date(int(value), 12, 31)),
        ),
        DateRange(key="date", label=lazy("Takes place"), apply=lambda rows, days: _between(rows, *days)),
        Choice(
            key="issue",
            label=lazy("Horizontal issue"),
            choices=[(issue.code, f"{issue.code} {issue.short_title}") for issue in known.issues],
            apply=lambda rows, value: rows.filter(issues__code=value, issues__gone=False),
        ),
        Flag(
            key="budget",
            label=lazy("Budget is known"),
            apply=lambda rows, value: rows.filter(budget__isnull=not value),
        ),
    ]


def _between(rows: QuerySet[Activity], first: date | None, last: date | None) -> QuerySet[Activity]:
    """Keep what takes place, if only in part, between two days that both count."""
    if last:
        rows = rows.filter(starts__lte=last)
    if first:
        rows = rows.filter(Q(ends__gte=first) | Q(starts__gte=first))
    return rows


def notes(known: Known, activities: Sequence[Any] | None) -> list[str]:
    """The footnotes of the designations that these rows name; None asks for those of all designations."""
    if activities is None:
        return footnotes_of(known, set(known.parties))
    codes = {str(one.lead_id) for one in activities}
    for one in activities:
        codes |= one.row.partners | one.row.participants
    return footnotes_of(known, codes)


def footnotes_of(known: Known, codes: set[str]) -> list[str]:
    """The footnotes of designations, each once, in the order of the names."""
    found = [view.footnote for code, view in known.parties.items() if code in codes and view.footnote]
    return list(dict.fromkeys(found))


def euro(amount: Decimal) -> str:
    """An amount as people read it: grouped, without cents where there are none, with the sign of the euro."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, decimal_pos=places, force_grouping=True)}\u00a0€"


def calendar(activities: Sequence[Activity], known: Known, *, title: str, address: str) -> bytes:
    """Give activities as iCalendar: whole days as events, those without days as things to do, the cancelled marked.

    `address` is the platform's own, without a slash at its end. The same activities give the same bytes.
    """
    made = Calendar()
    made.add("prodid", "-//Roundtable//Activities//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    if any(one.demonstration for one in activities):
        made.add("x-wr-caldesc", _("Demonstration data. These rows were made up and are no statement of any state."))
    for one in activities:
        made.add_component(_entry(one, known, address))
    return bytes(made.to_ical())


def _entry(activity: Any, known: Known, address: str) -> Event | Todo:
    place = reverse("plan:activity", args=[activity.pk])
    entry: Event | Todo = Event() if activity.starts else Todo()
    entry.add("uid", f"activity-{activity.pk}@{address.partition('://')[2]}")
    entry.add("dtstamp", activity.changed_at)
    entry.add("last-modified", activity.changed_at)
    entry.add("sequence", activity.revision)
    entry.add("summary", activity.title)
    entry.add("url", address + place)
    if activity.starts:
        entry.add("dtstart", activity.starts)
        # The last day of a calendar's event is the day after: it does not count any more.
        entry.add("dtend", (activity.ends or activity.starts) + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    stages = Activity.Stage
    if activity.stage == stages.CANCELLED:
        entry.add("status", "CANCELLED")
    elif activity.starts:
        entry.add("status", "TENTATIVE" if activity.stage == stages.IDEA else "CONFIRMED")
    where = [activity.place] * bool(activity.place) + [_("online")] * activity.online
    if where:
        entry.add("location", ", ".join(where))
    lines = [
        f"{LABELS['kind']}: {activity.get_kind_display()}",
        f"{LABELS['lead']}: {known.name(str(activity.lead_id))}",
        f"{LABELS['shares']}: {shares_text(activity.row.shares)}",
        *([_("Demonstration data")] if activity.demonstration else []),
    ]
    entry.add("description", "\n".join(lines))
    return entry
