"""The first pages of a pack: the year in one page, the map, what the meeting is asked to decide."""

import re
from collections.abc import Mapping
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
    only_parties,
    paragraph,
    rich,
)
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import day, money, number, percent
from roundtable.operations.plan.queries.pack_facts import AreaFact

NUMBERED = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


def one_page(found: Findings, language: str) -> list[Block]:
    """The year in one page: who reported, how far it is, what needs attention."""
    facts = found.facts
    whole = total(found.coverage.values())
    spoke = len(facts.reported[facts.year])
    asked = facts.asked[facts.year]
    begun = [action.code for action in facts.actions if found.coverage[action.code].at_least(2)]
    in_year = [one.pk for one in facts.activities if one.in_year(facts.year) and one.actions]
    nobody = [code for code, kind in found.gaps.items() if kind is Gap.NOBODY]
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


def _attention_gaps(nobody: list[str]) -> list[Run]:
    if not nobody:
        return rich(_("Somebody works on every action: none is without both an activity and a report of work."))
    sentence = ngettext(
        "Nobody works on %(count)s action: %(codes)s.", "Nobody works on %(count)s actions: %(codes)s.", len(nobody)
    )
    codes = listed([link(code, links.action(code)) for code in nobody])
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
                "code": area.code,
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
    return chart(
        "progress",
        "progress",
        title=title,
        subtitle=_(
            "Answers of Parties concerned, by area and step of the scale, %(year)s. Each bar is 100%% of the "
            "answers asked for."
        )
        % {"year": facts.year},
        alt=_("Stacked bars, one for each area. %(parts)s.") % {"parts": parts},
        source=_source(found),
        data={"rows": rows, "steps": steps_words(), "of": _("Parties × actions concerned"), "area": _("Area")},
    )


def _source(found: Findings) -> str:
    return _("Accepted reports of Parties and activities of the plan, as of %(day)s.") % {"day": day(found.taken_at)}


def reported_map(found: Findings, language: str, map_: Mapping[str, Any]) -> list[Block]:
    """The map of Parties that reported; only for those who take part."""
    facts = found.facts
    spoke = facts.reported[facts.year]
    words = {party.code: party.names[language] for party in facts.parties}
    silent = [code for code in facts.order[language] if code not in spoke]
    state = {code: ("yes" if code in spoke else "no") for code in words}
    drawn = {shape["iso2"] for shape in map_.get("shapes", [])}
    beside = [
        words[code] + " (" + (_("reported") if state[code] == "yes" else _("no accepted report")) + ")"
        for code in facts.order[language]
        if code not in drawn
    ]
    title = _("%(some)s of %(all)s Parties reported on %(year)s") % {
        "some": number(len(spoke)),
        "all": number(len(words)),
        "year": facts.year,
    }
    names = ", ".join(words[code] for code in silent)
    alt = (
        _("Map of the region; Parties that reported are filled. No accepted report: %(names)s.") % {"names": names}
        if silent
        else _("Map of the region; all Parties reported.")
    )
    if not map_:
        return []
    return [
        only_parties(heading(2, _("Who reported"), "who-reported")),
        only_parties(
            chart(
                "map",
                "map",
                title=title,
                subtitle=_("At least one accepted report on %(year)s.") % {"year": facts.year},
                alt=alt,
                source=_("%(data)s Geometry: %(geometry)s.")
                % {"data": _source(found), "geometry": map_.get("source", "")},
                data={
                    "map": "region",
                    "state": state,
                    "names": words,
                    "yes": _("Reported"),
                    "no": _("No accepted report yet"),
                    "other": _("Not asked"),
                    "party": _("Party"),
                    "beside": (_("Not drawn: %(names)s.") % {"names": ", ".join(beside)}) if beside else "",
                    "designations": _(
                        "The designations and borders shown imply no opinion on the legal status of any "
                        "territory or on its borders."
                    ),
                    "order": list(facts.order[language]),
                },
            )
        ),
    ]


def decisions_due(found: Findings, language: str, text: str) -> list[Block]:
    """What the meeting is asked to decide: the secretariat's own text, then what the figures propose."""
    blocks = [heading(1, _("For the meeting to decide"), "decisions")]
    if text.strip():
        blocks += [heading(2, _("From the secretariat"), "decisions-secretariat"), *written(text)]
    proposed = [(area, items) for area in found.facts.areas if (items := proposals(found, area, language))]
    blocks.append(heading(2, _("What the figures propose"), "decisions-proposed"))
    if not proposed:
        blocks.append(paragraph(_("The figures of this year raise no question of their own.")))
        return blocks
    blocks.append(paragraph(_("Drawn by rule from gaps, delays and needs. The meeting is free to take up others.")))
    for area, items in proposed:
        blocks += [
            heading(3, f"{area.code}  {area.title[language]}", f"decisions-{area.code}", colour=area.number),
            bullets(items),
        ]
    return blocks


def proposals(found: Findings, area: AreaFact, language: str) -> list[list[Run]]:
    """The questions that the figures of an area put to the meeting."""
    facts = found.facts
    items: list[list[Run]] = []
    items += [
        rich(
            _("Who takes up action %(code)s, “%(title)s”? Nobody works on it."),
            code=link(action.code, links.action(action.code)),
            title=action.title[language],
        )
        for action in area.actions
        if found.gaps.get(action.code) is Gap.NOBODY
    ]
    idle = [action for action in area.actions if found.gaps.get(action.code) is Gap.NO_ACTIVITY]
    if idle:
        codes = listed([link(action.code, links.action(action.code)) for action in idle])
        sentence = _("Which activities are needed? Parties report work, but no activity serves %(codes)s.")
        items.append(rich(sentence, codes=codes))
    late = found.late_in(area.actions)
    if late:
        items.append(
            rich(
                ngettext(
                    "Should %(count)s late activity get a new last day, or be ended?",
                    "Should %(count)s late activities get a new last day, or be ended?",
                    len(late),
                ),
                count=link(
                    number(len(late)),
                    links.figure(found.name, found.prove(f"late-{area.code}", "activities", [one.pk for one in late])),
                ),
            )
        )
    groups = found.needs.get(area.code, {})
    largest = max((len(parties_of(found, ids)) for ids in groups.values()), default=0)
    for theme, ids in groups.items():
        count = len(parties_of(found, ids))
        if count == largest and count > 1:
            items.append(
                rich(
                    ngettext(
                        "How can the dialogue help with what %(count)s Party asks for most: %(theme)s?",
                        "How can the dialogue help with what %(count)s Parties ask for most: %(theme)s?",
                        count,
                    ),
                    count=link(
                        number(count),
                        links.figure(found.name, found.prove(f"needs-{area.code}-{theme}", "reports", ids)),
                    ),
                    theme=theme_word(theme),
                )
            )
            break
    if facts.year and found.area(area.code).concerned and found.area(area.code).no_report:
        counts = found.area(area.code)
        items.append(
            rich(
                _(
                    "What would make reporting easier? %(missing)s of %(all)s answers asked for in this area are "
                    "missing."
                ),
                missing=number(counts.no_report),
                all=number(counts.asked),
            )
        )
    return items


def parties_of(found: Findings, ids: list[int]) -> list[str]:
    """The Parties behind some reports, each once, by code."""
    wanted = set(ids)
    return sorted({report.party for report in found.facts.reports if report.pk in wanted})


def theme_word(theme: str) -> str:
    """A kind of help in words."""
    return {
        "training": _("training"),
        "expertise": _("expert advice"),
        "law": _("law and regulation"),
        "equipment": _("equipment and systems"),
        "data": _("data and research"),
        "money": _("money"),
        "staff": _("staff and interpreters"),
        "cooperation": _("cooperation and contacts"),
        "other": _("other"),
    }[str(theme)]


def written(text: str) -> list[Block]:
    """A text as people typed it: paragraphs between empty lines, lists where lines begin with a dash or a number."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and all(NUMBERED.match(line) for line in lines):
            numbered = all(re.match(r"^\s*\d", line) for line in lines)
            blocks.append(bullets([[NUMBERED.sub("", line)] for line in lines], numbered=numbered))
        elif lines:
            blocks.append(paragraph(" ".join(lines)))
    return blocks
