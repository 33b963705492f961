"""Rows that leave as pages, files and API answers: one declaration for all three."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roundtable.ground.parties.domain.declared import COVERING_NOTE, DECLARATION
from roundtable.ground.parties.models import Institution, Kind, Stakeholder
from roundtable.ground.parties.queries import (
    PartyView,
    everybody,
    footnotes,
    footnotes_by_code,
    holding,
    names,
    place_by_name,
)
from roundtable.kernel.files.tables import Column, Table
from roundtable.kernel.files.tables import Kind as Holds
from roundtable.kernel.links.listings import Choice, Field, Flag, Listing

GROUPS = ("parties", "partners", "others")


def group_of(view: PartyView) -> str:
    """Tell in which group of the list an entry stands on its day: parties, partners, or others known."""
    if not view.participates:
        return "others"
    return "partners" if view.kind == Kind.PARTNER else "parties"


def group_names() -> dict[str, str]:
    """Give the groups of the list in words."""
    return {"parties": _("Parties"), "partners": _("Partners"), "others": _("Others known")}


def kind_names() -> dict[str, str]:
    """Give the kinds of entries in words."""
    return {str(kind): str(kind.label) for kind in Kind}


def matching(views: Iterable[PartyView], *, words: str = "", group: str = "") -> list[PartyView]:
    """Keep the entries of a group whose name, code or wording in the Declaration holds each of the words."""
    found = []
    for view in views:
        hay = f"{view.name} {view.code} {view.iso3} {view.listed_as}".casefold()
        if (not group or group_of(view) == group) and all(word in hay for word in words.casefold().split()):
            found.append(view)
    return found


def sitting(day: date, *, words: str = "", group: str = "") -> list[PartyView]:
    """Give the rows of the list of who sits at the table on a day, as page, files and API show them."""
    rows = matching(everybody(day), words=words, group=group)
    return sorted(rows, key=lambda view: GROUPS.index(group_of(view)))


def as_row(view: PartyView) -> dict[str, Any]:
    """Give one entry as a row of the exports."""
    return {
        "code": view.code,
        "iso3": view.iso3,
        "name": view.name,
        "group": group_names()[group_of(view)],
        "kind": kind_names()[view.kind],
        "standing": view.standing_label,
        "standing_assumed": view.standing_assumed,
        "since": view.since,
        "until": view.until,
        "since_assumed": view.since_assumed,
        "until_assumed": view.until_assumed,
        "listed_as": view.listed_as,
        "listed_order": view.listed_order,
        "in_brackets": view.in_brackets,
        "zone": view.zone,
        "source": view.source,
        "note": view.note,
        "footnote": view.footnote,
        "website": view.website,
    }


def columns() -> list[Column]:
    """Give the columns of the list of Parties."""
    return [
        Column("code", _("Code")),
        Column("iso3", _("ISO 3166 alpha-3")),
        Column("name", _("Name")),
        Column("group", _("Group on this day")),
        Column("kind", _("Kind")),
        Column("standing", _("Standing on this day")),
        Column("standing_assumed", _("The standing is assumed"), Holds.YES_NO),
        Column("since", _("From"), Holds.DATE),
        Column("until", _("Until"), Holds.DATE),
        Column("since_assumed", _("The first day is assumed"), Holds.YES_NO),
        Column("until_assumed", _("The last day is assumed"), Holds.YES_NO),
        Column("listed_as", _("As the Declaration lists it")),
        Column("listed_order", _("Place in the Declaration's list"), Holds.NUMBER),
        Column("in_brackets", _("In square brackets in the draft"), Holds.YES_NO),
        Column("zone", _("Time zone")),
        Column("source", _("Source")),
        Column("note", _("Note")),
        Column("footnote", _("Footnote to the designation")),
        Column("website", _("Web page"), Holds.LINK),
    ]


def designations_sentence() -> str:
    """Give the sentence that stands under lists and maps that name states."""
    return _(
        "The designations used and the way entries are shown imply no opinion on the legal status of any country, "
        "territory, city or area, of its authorities, or on its borders."
    )


def notes_for(codes: Iterable[str]) -> list[str]:
    """Give what a list or map of these codes must carry: footnotes, then the sentence on designations."""
    return [*footnotes(codes), designations_sentence()]


def assumed_note() -> str:
    """Give the sentence that explains assumed dates."""
    return _("Dates that the source does not give are assumed, and marked so.")


def parties_table(day: date, *, words: str = "", group: str = "") -> Table:
    """Give the list of who sits at the table on a day, with its footnotes and sources."""
    rows = sitting(day, words=words, group=group)
    return Table(
        name="parties",
        title=_("Who sits at the table on %(day)s") % {"day": day.isoformat()},
        columns=columns(),
        rows=[as_row(view) for view in rows],
        notes=[*notes_for(view.code for view in rows), assumed_note()],
        source=f"{DECLARATION}; {COVERING_NOTE}",
    )


class Named:
    """Rows with the names of their Parties, looked up once for a whole list."""

    def __init__(self) -> None:
        """Read the names once."""
        self.names = names()
        self.notes = footnotes_by_code()

    def __call__(self, code: str | None) -> str:
        """Give the name to show; the whole dialogue where there is no Party."""
        return self.names.get(code, code) if code else _("The whole dialogue")


def party_choices() -> list[tuple[str, str]]:
    """Give every entry as a choice, in the order of the reader's alphabet."""
    return list(names().items())


def _footnote(named: Named) -> Field:
    # A page carries footnotes below the list; a file has them in the rows, where nobody can cut them off.
    return Field(
        "footnote",
        gettext_lazy("Footnote to the designation"),
        lambda row: named.notes.get(row.party_id, ""),
        on_page=False,
    )


def _code_of_party() -> Field:
    code = gettext_lazy("Code of the Party")
    return Field("party_code", code, lambda row: row.party_id or "", on_page=False)


def institutions_listing() -> Listing:
    """Give the list of institutions: the same on the page, in files and in the API."""
    named = Named()
    return Listing(
        name="parties.institutions",
        columns=[
            Field("name", gettext_lazy("Institution"), lambda row: str(row.name), link=institution_address),
            Field("party", gettext_lazy("Party"), lambda row: named(row.party_id), sort=("place", "code")),
            Field("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Field("website", gettext_lazy("Web page"), lambda row: row.website, Holds.LINK),
            Field("closed_on", gettext_lazy("Closed on"), lambda row: row.closed_on, Holds.DATE, sort="closed_on"),
            Field("code", gettext_lazy("Code"), lambda row: row.code, sort="code"),
            _code_of_party(),
            _footnote(named),
        ],
        filters=[
            Choice(
                key="party",
                label=gettext_lazy("Party"),
                choices=party_choices,
                apply=lambda rows, code: rows.filter(party=code),
            ),
            Choice(
                key="kind",
                label=gettext_lazy("Kind"),
                choices=Institution.Kind.choices,
                apply=lambda rows, kind: rows.filter(kind=kind),
            ),
            Flag(
                key="closed",
                label=gettext_lazy("Closed"),
                apply=lambda rows, closed: rows.filter(closed_on__isnull=not closed),
            ),
        ],
        search=lambda rows, words: holding(words, rows, plain=["code"], translated=["name"]),
        default_sort="party",
        also=("day",),
    )


def institution_address(row: Institution) -> str:
    """Give the address of an institution."""
    return reverse("parties:institution", args=[row.code])


def stakeholders_listing() -> Listing:
    """Give the list of stakeholders: the same on the page, in files and in the API."""
    named = Named()
    return Listing(
        name="parties.stakeholders",
        columns=[
            Field("name", gettext_lazy("Name"), lambda row: row.name, sort="name", link=stakeholder_address),
            Field("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Field("party", gettext_lazy("Named by"), lambda row: named(row.party_id), sort=("place", "name")),
            Field("codes", gettext_lazy("Actions of the plan"), lambda row: ", ".join(row.codes)),
            Field("about", gettext_lazy("What they do"), lambda row: row.about, on_page=False),
            Field("website", gettext_lazy("Web page"), lambda row: row.website, Holds.LINK),
            _code_of_party(),
            _footnote(named),
        ],
        filters=[
            Choice(
                key="kind",
                label=gettext_lazy("Kind"),
                choices=Stakeholder.Kind.choices,
                apply=lambda rows, kind: rows.filter(kind=kind),
            ),
            Choice(
                key="party",
                label=gettext_lazy("Named by"),
                choices=party_choices,
                apply=lambda rows, code: rows.filter(party=code),
            ),
        ],
        search=lambda rows, words: holding(words, rows, plain=["name", "about"]),
        default_sort="name",
    )


def stakeholder_address(row: Stakeholder) -> str:
    """Give the address of a stakeholder."""
    return reverse("parties:stakeholder", args=[row.pk])


def placed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Let rows be sorted by the names of their Parties."""
    found: QuerySet[Any] = rows.annotate(place=place_by_name("party"))
    return found
