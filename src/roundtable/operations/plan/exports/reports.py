"""The list of reports: one declaration for its page, its files and the API."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roundtable.ground.parties.public import footnotes, names, sort_by_name
from roundtable.kernel.links.listings import Choice, Field, Kind, Listing, Text
from roundtable.operations.plan.domain.report import Answer, Stage
from roundtable.operations.plan.models import Area, Report, Round
from roundtable.operations.plan.queries.frame import action_by
from roundtable.operations.plan.queries.markings import of_report_seen
from roundtable.operations.plan.queries.report_words import ANSWERS, SCALE, answer_words, stage_words
from roundtable.operations.plan.queries.reports import readable, shown, with_words
from roundtable.operations.plan.queries.rounds import every_action

EXCERPT = 140


def ordered(queryset: QuerySet[Report]) -> QuerySet[Report]:
    """Give each report the place of its Party's name in the reader's alphabet, to sort by."""
    codes = sort_by_name(names())
    places = [When(party=code, then=Value(place)) for place, code in enumerate(codes)]
    return queryset.annotate(party_place=Case(*places, default=Value(len(codes)), output_field=IntegerField()))


def _areas() -> dict[str, Area]:
    return {action.area.key: action.area for action in every_action()}


def _rounds() -> list[tuple[int, int]]:
    return [(year, year) for year in Round.objects.values_list("year", flat=True)]


def _by_code(queryset: QuerySet[Report], code: str) -> QuerySet[Report]:
    """Keep the reports on the action that a code or key names, as its address does."""
    action = action_by(code.strip().upper()) or action_by(code.strip())
    return queryset.filter(action=action) if action else queryset.none()


def _excerpt(name: str) -> Any:
    return lambda report: truncatechars(getattr(shown(report), name), EXCERPT)


def _action(report: Report) -> SafeString:
    """The code of the action in the colour of its area, and its short title."""
    return format_html(
        '<span class="code a{}">{}</span> <bdi>{}</bdi>',
        report.action.area.number,
        report.action.label,
        report.action.short_title,
    )


def address(report: Report) -> str:
    """The page of a report."""
    return reverse("plan:report", args=[report.pk])


def report_listing(
    *,
    name: str = "plan.reports",
    default_sort: str = "action",
    also: Sequence[str] = (),
    of: Collection[str] | None = None,
    leads_to: Callable[[Report], str] = address,
) -> Listing:
    """Give the list of reports for the reader's language. Rows must come from `ordered(visible_to(...))`.

    With `of` only these Parties are offered to choose from; `leads_to` is where a row leads: to the report's page,
    unless another is given.
    """
    called = names()
    parties = [(code, called[code]) for code in sort_by_name(called) if of is None or code in of]

    def party(report: Report) -> str:
        return called.get(str(report.party_id), str(report.party_id))

    return Listing(
        name=name,
        columns=[
            Field(
                "action",
                gettext_lazy("Action"),
                lambda report: report.action.key,
                sort=("action__area__number", "action__number"),
                show=_action,
                link=leads_to,
            ),
            Field("party", gettext_lazy("Party"), party, sort="party_place"),
            Field("code", gettext_lazy("Code of the Party"), lambda report: str(report.party_id), on_page=False),
            Field("year", gettext_lazy("Year"), lambda report: str(report.round.year), sort="round__year"),
            Field("title", gettext_lazy("Short title"), lambda report: str(report.action.short_title), on_page=False),
            Field("answer", gettext_lazy("Answer"), _answer),
            Field("stage", gettext_lazy("Status"), lambda report: stage_words(shown(report).stage), sort="stage"),
            Field(
                "narrative",
                gettext_lazy("What was done"),
                lambda report: shown(report).narrative,
                show=_excerpt("narrative"),
            ),
            Field(
                "obstacles",
                gettext_lazy("Obstacles"),
                lambda report: shown(report).obstacles,
                on_page=False,
            ),
            Field("needs", gettext_lazy("Needs"), lambda report: shown(report).needs, on_page=False),
            Field(
                "submitted",
                gettext_lazy("Submitted"),
                lambda report: report.submitted_at,
                Kind.MOMENT,
                sort="submitted_at",
            ),
            Field("marking", gettext_lazy("Marking"), lambda report: str(of_report_seen(report)), on_page=False),
            Field(
                "corrected", gettext_lazy("Corrections"), lambda report: report.corrected, Kind.NUMBER, on_page=False
            ),
        ],
        filters=[
            Choice(
                key="round",
                label=gettext_lazy("Year"),
                choices=_rounds,
                apply=lambda rows, value: rows.filter(round__year=value),
            ),
            Choice(
                key="area",
                label=gettext_lazy("Area"),
                choices=lambda: [(key, str(area)) for key, area in _areas().items()],
                apply=lambda rows, value: rows.filter(action__area=_areas()[value]),
            ),
            Text(key="code", label=gettext_lazy("Action, for example III.4"), apply=_by_code),
            Choice(
                key="party",
                label=gettext_lazy("Party"),
                choices=parties,
                apply=lambda rows, value: rows.filter(party=value),
            ),
            Choice(
                key="stage",
                label=gettext_lazy("Status"),
                choices=[(stage.value, Report.Stage(stage).label) for stage in Stage],
                apply=lambda rows, value: (
                    rows.filter(stage=value).exclude(seen_as="returned")
                    if value != Stage.RETURNED
                    else rows.filter(answer_by__isnull=False)
                ),
            ),
            Choice(
                key="answer",
                label=gettext_lazy("Answer"),
                choices=[(answer.value, ANSWERS[answer]) for answer in Answer],
                apply=lambda rows, value: rows.filter(answer=value).exclude(seen_as="returned"),
            ),
            Choice(
                key="progress",
                label=gettext_lazy("Progress"),
                choices=[(int(step), label) for step, (label, _meaning) in SCALE.items()],
                apply=lambda rows, value: readable(rows).filter(progress=value),
            ),
        ],
        search=with_words,
        search_label=gettext_lazy("Words in the reports"),
        default_sort=default_sort,
        also=also,
    )


def _answer(report: Report) -> str:
    seen = shown(report)
    return answer_words(seen.answer, seen.progress)


def notes_for(codes: Iterable[str]) -> list[str]:
    """The sentences that a list of reports carries: how to read it, and the footnotes of the Parties in it."""
    return [
        _("Accepted reports are shown as the Parties wrote them. Of a confidential report only the fact is shown."),
        _("Parties are listed by name. The list ranks nobody."),
        *footnotes(codes),
    ]


def told(queryset: QuerySet[Report]) -> Mapping[str, Any]:
    """What an exported table of reports says about itself."""
    return {
        "title": _("Reports on the actions of the plan"),
        "notes": notes_for(
            sorted({str(code) for code in queryset.order_by().values_list("party_id", flat=True).distinct()})
        ),
        "source": _("Reports of the Parties, as accepted or visible to the reader"),
        "demonstration": lambda report: report.demonstration,
        "marking": lambda report: str(of_report_seen(report)),
    }
