"""The last page of a pack: where its figures come from and how they are counted."""

from django.utils.translation import gettext as _

from roundtable.operations.plan.exports.pack.blocks import Block, bullets, heading, only_parties, paragraph
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import day, number


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
                    _("Actions: those that are in the plan on %(day)s, %(count)s in all.")
                    % {"day": day(facts.asked_on), "count": number(len(facts.actions))}
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
