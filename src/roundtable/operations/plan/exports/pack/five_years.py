"""How the plan has gone over five years."""

from django.utils.translation import gettext as _

from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.blocks import Block, cell, chart, column, heading, named, paragraph, table
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import day, number, percent
from roundtable.operations.plan.queries.money import Money


def five_years(found: Findings, language: str) -> list[Block]:
    """How the plan has gone over five years."""
    del language
    facts = found.facts
    rows, drawn = [], []
    for year in facts.years:
        whole = facts.total(year)
        sums = facts.money_by_year.get(year, Money())
        serving = sum(1 for one in facts.activities if year in one.counted_in)
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
    last, first = facts.total(facts.years[-1]), facts.total(facts.years[0])
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
        named(
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
            _("Progress by year"),
        ),
        named(
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
            _("Five years in figures"),
        ),
    ]
