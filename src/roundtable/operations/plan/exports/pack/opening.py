"""The first page of a pack: the year in one page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.operations.plan.domain.attention import Gap
from roundtable.operations.plan.domain.coverage import total
from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.blocks import (
    Block,
    Run,
    bullets,
    chart,
    heading,
    link,
    listed,
    named,
    paragraph,
    rich,
)
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import day, money, number, percent
from roundtable.operations.plan.queries.pack_facts import ActionFact


def one_page(found: Findings, language: str) -> list[Block]:
    """The year in one page: who reported, how far it is, what needs attention."""
    facts = found.facts
    whole = total(found.coverage.values())
    spoke = len(facts.reported[facts.year])
    asked = facts.asked[facts.year]
    begun = [action.code for action in facts.actions if found.coverage[action.code].at_least(2)]
    in_year = [one.pk for one in facts.activities if one.in_year(facts.year) and one.actions]
    nobody = [action for action in facts.actions if found.gaps.get(action.code) is Gap.NOBODY]
    late = [one.pk for one in facts.activities if one.past_its_end(facts.day) and one.actions]
    still = sum(len(codes) for codes in found.still.values())
    reports = links.reports(facts.year)
    blocks = [
        heading(1, _("The year in one page"), "one-page"),
        paragraph(
            rich(
                _("%(reported)s Parties reported on %(year)s."),
                reported=link(_("%(some)s of %(all)s") % {"some": number(spoke), "all": number(asked)}, reports),
                year=facts.year,
            ),
            "lead",
        ),
        {
            "t": "figures",
            "id": "summary",
            "items": [
                {
                    "label": _("Parties that reported"),
                    "shown": _("%(some)s of %(all)s") % {"some": number(spoke), "all": number(asked)},
                    "v": spoke,
                    "note": _("%(count)s accepted reports") % {"count": number(len(facts.reports))},
                    "href": reports,
                },
                {
                    "label": _("Actions on which work has begun"),
                    "shown": _("%(some)s of %(all)s") % {"some": number(len(begun)), "all": number(len(facts.actions))},
                    "v": len(begun),
                    "note": _("at least one Party says so"),
                    "href": links.matrix(facts.year),
                },
                {
                    "label": _("Activities in the year"),
                    "shown": number(len(in_year)),
                    "v": len(in_year),
                    "note": _("planned, under way or completed"),
                    "href": links.figure(found.name, found.prove("activities", "activities", in_year)),
                },
                {
                    "label": _("Spent of the budget"),
                    "shown": percent(float(facts.money.spent / facts.money.budget) if facts.money.budget else None),
                    "v": float(facts.money.spent),
                    "note": _("%(spent)s of %(budget)s")
                    % {"spent": money(facts.money.spent), "budget": money(facts.money.budget)},
                    "href": links.figure(
                        found.name,
                        found.prove(
                            "money",
                            "activities",
                            [one.pk for one in facts.activities if one.starts and one.starts.year == facts.year],
                        ),
                    ),
                },
            ],
        },
        paragraph(
            rich(
                _(
                    "Of the %(all)s answers asked for from Parties concerned, %(some)s say “advanced” or “done”: "
                    "%(advanced)s. %(done)s of them say “done”."
                ),
                advanced=percent(whole.share(3)),
                some=number(whole.at_least(3)),
                all=number(whole.concerned),
                done=link(number(whole.at_least(4)), links.reports(facts.year, progress=4)),
            )
        ),
        bullets(
            [
                _attention_gaps(nobody),
                _attention_late(found, late),
                rich(
                    ngettext(
                        "%(count)s report shows no step forward for two years.",
                        "%(count)s reports show no step forward for two years.",
                        still,
                    ),
                    count=link(
                        number(still), links.figure(found.name, found.prove("still", "reports", _still_ids(found)))
                    ),
                ),
                rich(
                    ngettext(
                        "%(count)s report names a need for help.",
                        "%(count)s reports name a need for help.",
                        len(_needing(found)),
                    ),
                    count=link(
                        number(len(_needing(found))),
                        links.figure(found.name, found.prove("needs", "reports", _needing(found))),
                    ),
                ),
            ]
        ),
        _progress_chart(found, language),
    ]
    if facts.waiting:
        blocks.append(
            paragraph(
                rich(
                    ngettext(
                        "%(count)s report was submitted and is not yet accepted. It is not counted here.",
                        "%(count)s reports were submitted and are not yet accepted. They are not counted here.",
                        facts.waiting,
                    ),
                    count=number(facts.waiting),
                ),
                "note",
            )
        )
    return blocks


def _attention_gaps(nobody: list[ActionFact]) -> list[Run]:
    if not nobody:
        return rich(_("Somebody works on every action: none is without both an activity and a report of work."))
    sentence = ngettext(
        "Nobody works on %(count)s action: %(codes)s.", "Nobody works on %(count)s actions: %(codes)s.", len(nobody)
    )
    codes = listed([link(action.label, links.action(action.code)) for action in nobody])
    return rich(sentence, count=number(len(nobody)), codes=codes)


def _attention_late(found: Findings, late: list[int]) -> list[Run]:
    if not late:
        return rich(_("No activity is past its last day."))
    sentence = ngettext(
        "%(count)s activity is past its last day and not said to be completed.",
        "%(count)s activities are past their last day and not said to be completed.",
        len(late),
    )
    return rich(
        sentence, count=link(number(len(late)), links.figure(found.name, found.prove("late", "activities", late)))
    )


def _still_ids(found: Findings) -> list[int]:
    standing = {(code, party) for code, parties in found.still.items() for party in parties}
    return [report.pk for report in found.facts.reports if (report.action, report.party) in standing]


def _needing(found: Findings) -> list[int]:
    return [report.pk for report in found.facts.reports if report.needs.strip()]


def steps_words() -> list[str]:
    """The steps of the scale, then confidential and no report, in the order in which they are drawn."""
    return [_("Not begun"), _("Prepared"), _("Begun"), _("Advanced"), _("Done"), _("In confidence"), _("No report")]


def _progress_chart(found: Findings, language: str) -> Block:
    facts = found.facts
    rows: list[dict[str, Any]] = []
    for area in facts.areas:
        counts = found.area(area.code)
        rows.append(
            {
                "code": area.numeral,
                "label": area.title[language],
                "values": [*counts.steps, counts.confidential, counts.no_report],
                "of": counts.concerned,
                "href": links.area(area.code),
            }
        )
    whole = total(found.coverage.values())
    title = _("%(share)s of the answers asked for are advanced or done") % {"share": percent(whole.share(3))}
    parts = "; ".join(
        f"{row['code']}: "
        + ", ".join(f"{word} {number(value)}" for word, value in zip(steps_words(), row["values"], strict=True))
        for row in rows
    )
    drawn = chart(
        "progress",
        "progress",
        title=title,
        subtitle=_(
            "Answers of Parties concerned, by area and step of the scale, %(year)s. Each bar is 100%% of the "
            "answers asked for."
        )
        % {"year": facts.year},
        alt=_("Stacked bars, one for each area. %(parts)s.") % {"parts": parts},
        source=source(found),
        data={"rows": rows, "steps": steps_words(), "of": _("Parties × actions concerned"), "area": _("Area")},
    )
    return named(drawn, _("Progress by area"))


def source(found: Findings) -> str:
    """Where the figures of a chart come from, and of which day they are."""
    return _("Accepted reports of Parties and activities of the plan, as of %(day)s.") % {"day": day(found.taken_at)}
