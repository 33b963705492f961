"""The last pages of a pack: the coverage matrix, money, five years, sources and method."""

from typing import Any

from django.utils.translation import gettext as _

from roundtable.operations.plan.domain.coverage import Coverage, count, total
from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.blocks import (
    Block,
    bullets,
    cell,
    chart,
    column,
    heading,
    only_parties,
    paragraph,
    rich,
    table,
)
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import day, number, percent
from roundtable.operations.plan.exports.pack.speech import money as spoken_money
from roundtable.operations.plan.queries.money import Money


def matrix(found: Findings, language: str) -> list[Block]:
    """Action by Party: what each Party said. Only for those who take part."""
    facts = found.facts
    names = {party.code: party.names[language] for party in facts.parties}
    order = facts.order[language]
    places = "{action}", "{party}"
    href = (
        links.reports(facts.year, action=places[0], party=places[1])
        .replace("%7Baction%7D", "{action}")
        .replace("%7Bparty%7D", "{party}")
    )
    block: Block = {
        "t": "matrix",
        "id": "matrix",
        "caption": _("What each Party reported on each action, %(year)s. Parties in alphabetical order.")
        % {"year": facts.year},
        "columns": [{"code": code, "name": names[code]} for code in order],
        "rows": [
            {
                "code": action.code,
                "title": action.title[language],
                "area": area.number,
                "href": links.action(action.code),
                "cells": facts.cells(action.code, order),
            }
            for area in facts.areas
            for action in area.actions
        ],
        "href": href,
        "corner": _("Action"),
        "legend": [
            ["0", _("Not begun")],
            ["1", _("Prepared")],
            ["2", _("Begun")],
            ["3", _("Advanced")],
            ["4", _("Done")],
            ["c", _("In confidence")],
            ["a", _("Not applicable")],
            ["k", _("No national competence")],
            [".", _("No report")],
        ],
    }
    return [only_parties(heading(1, _("Who reported what"), "matrix")), only_parties(block)]


def _amounts(sums: Money) -> list[dict[str, Any]]:
    share = float(sums.spent / sums.budget) if sums.budget else None
    return [
        cell(sums.activities, number(sums.activities)),
        cell(float(sums.budget), number(sums.budget)),
        cell(float(sums.pledged), number(sums.pledged)),
        cell(float(sums.spent), number(sums.spent)),
        cell(share, percent(share)),
    ]


def _money_columns() -> list[dict[str, Any]]:
    return [
        column(_("Activities"), "number", 1.1),
        column(_("Budget, EUR"), "money", 1.7),
        column(_("Pledged, EUR"), "money", 1.7),
        column(_("Spent, EUR"), "money", 1.7),
        column(_("Spent of budget"), "share", 1.2),
    ]


def money(found: Findings, language: str) -> list[Block]:
    """What was budgeted and spent, by area and by action; nothing counts twice."""
    facts = found.facts
    nothing = Money()
    begins = {one.pk: one for one in facts.activities if one.starts and one.starts.year == facts.year}
    by_area = []
    for area in facts.areas:
        codes = {action.code for action in area.actions}
        ids = [pk for pk, one in begins.items() if one.actions & codes]
        key = found.prove(f"money-{area.code}", "activities", ids)
        amounts = _amounts(facts.money_by_area.get(area.code, nothing))
        amounts[0]["href"] = links.figure(found.name, key)
        by_area.append([cell(f"{area.code}  {area.title[language]}", href=links.area(area.code)), *amounts])
    whole = _amounts(facts.money)
    whole[0]["href"] = links.figure(found.name, found.prove("money", "activities", list(begins)))
    by_area.append([cell(_("Whole plan")), *whole])
    by_action = []
    for action in facts.actions:
        key = found.prove(
            f"money-{action.code}", "activities", [pk for pk, one in begins.items() if action.code in one.actions]
        )
        amounts = _amounts(facts.money_by_action.get(action.code, nothing))
        amounts[0]["href"] = links.figure(found.name, key)
        by_action.append([cell(action.code, href=links.action(action.code)), cell(action.title[language]), *amounts])
    rows = [
        {
            "code": area.code,
            "label": area.title[language],
            "budget": float(facts.money_by_area.get(area.code, nothing).budget),
            "spent": float(facts.money_by_area.get(area.code, nothing).spent),
            "shown": [
                spoken_money(facts.money_by_area.get(area.code, nothing).budget),
                spoken_money(facts.money_by_area.get(area.code, nothing).spent),
            ],
        }
        for area in facts.areas
    ]
    parts = "; ".join(
        _("%(code)s: spent %(spent)s of %(budget)s")
        % {"code": row["code"], "spent": row["shown"][1], "budget": row["shown"][0]}  # type: ignore[index]  # a list of two
        for row in rows
    )
    source = _("Activities of the plan that begin in %(year)s, as of %(day)s.") % {
        "year": facts.year,
        "day": day(found.taken_at),
    }
    share = percent(float(facts.money.spent / facts.money.budget)) if facts.money.budget else percent(None)
    notes = [
        _(
            "An activity that serves several actions is divided among them by its shares, to the cent: the "
            "actions add up to the areas, and the areas to the whole plan. Who serves two areas is counted as an "
            "activity in both."
        ),
        _(
            "Money is shown in the year in which an activity begins. %(count)s of these activities name no "
            "budget; they count as unknown, not as zero."
        )
        % {"count": number(facts.money.without_budget)},
    ]
    return [
        heading(1, _("Spending against budget"), "money"),
        paragraph(
            rich(
                _(
                    "Activities that begin in %(year)s have a budget of %(budget)s. %(spent)s is spent, and "
                    "sources have pledged %(pledged)s."
                ),
                year=facts.year,
                budget=spoken_money(facts.money.budget),
                spent=spoken_money(facts.money.spent),
                pledged=spoken_money(facts.money.pledged),
            )
        ),
        chart(
            "money",
            "money",
            title=_("%(share)s of the budget is spent") % {"share": share},
            subtitle=_("Budget and spending by area, euro, activities that begin in %(year)s") % {"year": facts.year},
            alt=_("Bars, one pair for each area. %(parts)s.") % {"parts": parts},
            source=source,
            data={"rows": rows, "budget": _("Budget"), "spent": _("Spent"), "area": _("Area")},
        ),
        table(
            "money-areas",
            _("Money by area, %(year)s") % {"year": facts.year},
            [column(_("Area"), width=5.4), *_money_columns()],
            by_area,
            notes=notes,
        ),
        table(
            "money-actions",
            _("Money by action, %(year)s") % {"year": facts.year},
            [column(_("Action"), width=0.95), column(_("In short"), width=5.6), *_money_columns()],
            by_action,
        ),
    ]


def _in_year(found: Findings, year: int) -> Coverage:
    facts = found.facts
    return total(
        count(facts.said[year].get(action.code, {}).values(), asked=facts.asked[year]) for action in facts.actions
    )


def five_years(found: Findings, language: str) -> list[Block]:
    """How the plan has gone over five years."""
    del language
    facts = found.facts
    rows, drawn = [], []
    for year in facts.years:
        whole = _in_year(found, year)
        sums = facts.money_by_year.get(year, Money())
        serving = sum(1 for one in facts.activities if one.in_year(year) and one.actions)
        known = bool(facts.reported[year])
        rows.append(
            [
                cell(year, str(year)),
                cell(
                    len(facts.reported[year]),
                    _("%(some)s of %(all)s")
                    % {"some": number(len(facts.reported[year])), "all": number(facts.asked[year])},
                    links.reports(year),
                ),
                cell(whole.reported, number(whole.reported)),
                cell(whole.share(2) if known else None, percent(whole.share(2) if known else None)),
                cell(whole.share(4) if known else None, percent(whole.share(4) if known else None)),
                cell(serving, number(serving)),
                cell(float(sums.budget), number(sums.budget)),
                cell(float(sums.spent), number(sums.spent)),
            ]
        )
        drawn.append(
            {
                "label": str(year),
                "values": [*whole.steps, whole.confidential, whole.no_report],
                "of": whole.concerned,
                "code": str(year),
            }
        )
    last, first = _in_year(found, facts.years[-1]), _in_year(found, facts.years[0])
    from_, to = percent(first.share(2) if facts.reported[facts.years[0]] else None), percent(last.share(2))
    parts = "; ".join(f"{row[0]['s']}: {row[3]['s']}" for row in rows)
    return [
        heading(1, _("Five years"), "five-years"),
        paragraph(
            _(
                "The denominator follows the table of each year: who was asked then, without those who said “not "
                "applicable” or “no national competence”."
            )
        ),
        chart(
            "years",
            "progress",
            title=_("Begun or further: from %(from)s in %(first)s to %(to)s in %(last)s")
            % {"from": from_, "to": to, "first": facts.years[0], "last": facts.years[-1]},
            subtitle=_(
                "Answers of Parties concerned, all actions, by year and step of the scale. Each bar is 100%% of "
                "the answers asked for."
            )
            % {},
            alt=_("Stacked bars, one for each year. Share begun or further: %(parts)s.") % {"parts": parts},
            source=_("Accepted reports of Parties and activities of the plan, as of %(day)s.")
            % {"day": day(found.taken_at)},
            data={
                "rows": drawn,
                "steps": [
                    _("Not begun"),
                    _("Prepared"),
                    _("Begun"),
                    _("Advanced"),
                    _("Done"),
                    _("In confidence"),
                    _("No report"),
                ],
                "of": _("Parties × actions concerned"),
                "area": _("Year"),
            },
        ),
        table(
            "five-years",
            _("Five years in figures"),
            [
                column(_("Year"), "number", 0.7),
                column(_("Parties that reported"), "number", 1.3),
                column(_("Reports"), "number", 1),
                column(_("Begun or further"), "share", 1.1),
                column(_("Done"), "share", 0.9),
                column(_("Activities"), "number", 1.1),
                column(_("Budget, EUR"), "money", 1.8),
                column(_("Spent, EUR"), "money", 1.8),
            ],
            rows,
        ),
    ]


def method(found: Findings, language: str) -> list[Block]:
    """Where the figures come from and how they are counted, in plain words."""
    facts = found.facts
    footnotes = list(dict.fromkeys(party.footnotes[language] for party in facts.parties if language in party.footnotes))
    not_counted = sum(1 for one in facts.activities if not one.actions)
    return [
        heading(1, _("Sources and method"), "method"),
        heading(2, _("Where the figures come from"), "sources"),
        bullets(
            [
                [
                    _(
                        "Reports: what Parties reported in the round on %(year)s, as accepted by %(day)s. Drafts "
                        "and reports that still wait for acceptance are not counted."
                    )
                    % {"year": facts.year, "day": day(found.taken_at)}
                ],
                [
                    _(
                        "Activities: those planned, under way or completed. Ideas, cancelled activities, and "
                        "those that are shared only among their own leads and partners are not counted."
                    )
                ],
                [
                    _("Parties: those that take part on the last day of the round, %(count)s in all.")
                    % {"count": number(facts.asked[facts.year])}
                ],
                [
                    _("Activities that serve no action of the plan: %(count)s. They stand in no table here.")
                    % {"count": number(not_counted)}
                ],
            ]
        ),
        heading(2, _("How answers are counted"), "denominator"),
        bullets(
            [
                [_("Every Party is asked on every action. One answer is one Party on one action.")],
                [
                    _(
                        "A Party that says “not applicable” or “no national competence” has reported. It is then "
                        "left out of the shares of progress, because the action does not concern it."
                    )
                ],
                [
                    _(
                        "A Party that answers in confidence has reported and stays in the shares; how far it is, "
                        "nobody else is told, and it is not guessed."
                    )
                ],
                [_("A Party that is silent stays in the shares. Silence can never make a share look better.")],
                [
                    _(
                        "Example: 48 are asked, 2 say “not applicable” and 2 “no national competence”. 44 are "
                        "concerned. If 18 of them are advanced or done, the share is 18 of 44: 41%%."
                    )
                    % {}
                ],
            ]
        ),
        heading(2, _("How gaps, delays and needs are found"), "rules"),
        bullets(
            [
                [
                    _(
                        "A gap is an action that no activity serves in the year, or on which no Party reports "
                        "work (“prepared” or further)."
                    )
                ],
                [
                    _(
                        "An activity is late when its last day is over on the day of the snapshot and it is "
                        "still under way."
                    )
                ],
                [
                    _(
                        "A report shows no step forward when its step is no further than two years before, and "
                        "not “done”."
                    )
                ],
                [
                    _(
                        "Needs are grouped by the words that Parties use; the grouping only helps to read. The "
                        "Parties' own words are behind each figure."
                    )
                ],
            ]
        ),
        heading(2, _("How to check a figure"), "check"),
        paragraph(
            _(
                "Figures with a link lead to the reports and activities behind them. The list shows each reader "
                "what that reader may see; a later change of a report changes the list, but never this pack. "
                "Parties are never ranked: they stand in alphabetical order everywhere."
            )
        ),
        *(
            [heading(2, _("Footnotes"), "footnotes"), *[paragraph(note, "note") for note in footnotes]]
            if footnotes
            else []
        ),
        only_parties(heading(2, _("Annexes"), "annexes")),
        only_parties(
            bullets(
                [
                    [_("Annex A: the activities of the year, by lead, in parts.")],
                    [_("Annex B: every report of the year, one part for each area.")],
                ]
            )
        ),
    ]
