"""The money of a pack: what was budgeted and spent, by area and by action."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.blocks import (
    Block,
    cell,
    chart,
    column,
    heading,
    named,
    paragraph,
    rich,
    table,
)
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import day, number, percent
from roundtable.operations.plan.exports.pack.speech import money as spoken_money
from roundtable.operations.plan.queries.money import Money


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
        by_area.append([cell(f"{area.numeral}  {area.title[language]}", href=links.area(area.code)), *amounts])
    if facts.money_other_areas.activities:
        by_area.append([cell(_("Areas that the round does not ask")), *_amounts(facts.money_other_areas)])
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
        by_action.append([cell(action.label, href=links.action(action.code)), cell(action.title[language]), *amounts])
    if facts.money_elsewhere.activities:
        ids = [pk for pk, one in begins.items() if one.elsewhere]
        amounts = _amounts(replace(facts.money_elsewhere, activities=len(ids)))
        amounts[0]["href"] = links.figure(found.name, found.prove("money-elsewhere", "activities", ids))
        by_action.append([cell("–"), cell(_("Actions that the round does not ask")), *amounts])
    rows = [
        {
            "code": area.numeral,
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
        named(
            chart(
                "money",
                "money",
                title=_("%(share)s of the budget is spent") % {"share": share},
                subtitle=_("Budget and spending by area, euro, activities that begin in %(year)s")
                % {"year": facts.year},
                alt=_("Bars, one pair for each area. %(parts)s.") % {"parts": parts},
                source=source,
                data={"rows": rows, "budget": _("Budget"), "spent": _("Spent"), "area": _("Area")},
            ),
            _("Budget and spending"),
        ),
        named(
            table(
                "money-areas",
                _("Money by area, %(year)s") % {"year": facts.year},
                [column(_("Area"), width=5.4), *_money_columns()],
                by_area,
                notes=notes,
            ),
            _("Money by area"),
        ),
        named(
            table(
                "money-actions",
                _("Money by action, %(year)s") % {"year": facts.year},
                [column(_("Action"), width=0.95), column(_("In short"), width=5.6), *_money_columns()],
                by_action,
            ),
            _("Money by action"),
        ),
    ]
