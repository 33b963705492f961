"""The pages of one area: achievements, gaps, delays, needs, decisions due."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.operations.plan.domain.attention import Gap
from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.blocks import (
    Block,
    Run,
    bullets,
    cell,
    column,
    heading,
    link,
    named,
    paragraph,
    rich,
    table,
)
from roundtable.operations.plan.exports.pack.decisions import parties_of, proposals, theme_word
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import day, number, percent
from roundtable.operations.plan.queries.pack_facts import ActivityFact, AreaFact

NAMED = 6
"""So many activities are named in a list; the rest is one link away."""


def area(found: Findings, language: str, area_: AreaFact) -> list[Block]:
    """The pages of an area."""
    title = area_.title[language]
    blocks = [
        heading(
            1, title, f"area-{area_.code}", kicker=_("Area %(code)s") % {"code": area_.numeral}, colour=area_.number
        ),
        *_achievements(found, language, area_),
        *_gaps(found, language, area_),
        *_delays(found, language, area_),
        *_needs(found, area_),
        heading(2, _("Decisions due"), f"due-{area_.code}"),
    ]
    items = proposals(found, area_, language)
    blocks.append(bullets(items) if items else paragraph(_("The figures of this area raise no question of their own.")))
    return blocks


def _sheet(what: str, area_: AreaFact) -> str:
    return f"{area_.numeral} {what}"


def _achievements(found: Findings, language: str, area_: AreaFact) -> list[Block]:
    facts = found.facts
    counts = found.area(area_.code)
    rows = []
    for action in area_.actions:
        one = found.coverage[action.code]
        served = len(found.serving[action.code])
        rows.append(
            [
                cell(action.label, href=links.action(action.code)),
                cell(action.title[language]),
                cell(one.reported, number(one.reported), links.reports(facts.year, action=action.code)),
                cell(one.concerned, number(one.concerned)),
                cell(one.at_least(2), number(one.at_least(2))),
                cell(one.at_least(3), number(one.at_least(3))),
                cell(
                    one.at_least(4), number(one.at_least(4)), links.reports(facts.year, action=action.code, progress=4)
                ),
                cell(
                    served,
                    number(served),
                    links.figure(
                        found.name,
                        found.prove(f"serving-{action.code}", "activities", [a.pk for a in found.serving[action.code]]),
                    ),
                ),
            ]
        )
    lead = rich(
        _(
            "Of %(concerned)s answers asked for in this area, %(begun)s say that work has begun or gone further, "
            "and %(done)s that it is done."
        ),
        concerned=number(counts.concerned),
        begun=number(counts.at_least(2)),
        done=link(number(counts.at_least(4)), links.reports(facts.year, area=area_.code, progress=4)),
    )
    columns = [
        column(_("Action"), width=0.95),
        column(_("In short"), width=4.6),
        column(_("Reported"), "number", 1),
        column(_("Concerned"), "number", 1.1),
        column(_("Begun or further"), "number", 1.1),
        column(_("Advanced or done"), "number", 1.15),
        column(_("Done"), "number", 0.8),
        column(_("Activities"), "number", 1.1),
    ]
    caption = _("Area %(code)s: Parties by what they report on each action, and activities in %(year)s") % {
        "code": area_.numeral,
        "year": facts.year,
    }
    return [
        heading(2, _("Achievements"), f"achievements-{area_.code}"),
        paragraph(lead),
        named(
            table(f"achievements-{area_.code}", caption, columns, rows),
            _sheet(_("Achievements"), area_),
        ),
        *_completed(found, area_),
    ]


def _completed(found: Findings, area_: AreaFact) -> list[Block]:
    done = {
        one.pk: one
        for action in area_.actions
        for one in found.serving[action.code]
        if one.stage == "completed" and (one.ends or one.starts) and (one.ends or one.starts).year == found.facts.year  # type: ignore[union-attr]  # one of them is there
    }
    if not done:
        return [paragraph(_("No activity of this area was completed in the year."))]
    chosen = sorted(done.values(), key=lambda one: (one.ends or one.starts, one.pk), reverse=True)
    open_ = [one for one in chosen if one.public]
    href = links.figure(found.name, found.prove(f"completed-{area_.code}", "activities", list(done)))
    sentence = ngettext(
        "%(count)s activity was completed in the year.", "%(count)s activities were completed in the year.", len(done)
    )
    blocks = [paragraph(rich(sentence, count=link(number(len(done)), href)))]
    if open_:
        blocks += [
            paragraph(_("The latest that are open to everybody:"), "note"),
            bullets([_named(found, one) for one in open_[:NAMED]]),
        ]
    return blocks


def _named(found: Findings, one: ActivityFact) -> list[Run]:
    last = one.ends or one.starts
    codes = ", ".join(sorted(one.actions, key=_place(found)))
    return rich(
        _("%(title)s (%(codes)s; until %(day)s)"),
        title=link(one.title, links.activity(one.pk)),
        codes=codes,
        day=day(last) if last else "",
    )


def _place(found: Findings) -> Callable[[str], int]:
    order = {action.code: place for place, action in enumerate(found.facts.actions)}
    return lambda code: order.get(code, 0)


def _gaps(found: Findings, language: str, area_: AreaFact) -> list[Block]:
    blocks = [heading(2, _("Gaps"), f"gaps-{area_.code}")]
    words = {
        Gap.NOBODY: _("Nobody works on it: no activity, no report of work."),
        Gap.NO_ACTIVITY: _("Parties report work, but no activity serves it."),
        Gap.NO_REPORT: _("Activities serve it, but no Party reports work."),
    }
    rows = [
        [
            cell(action.label, href=links.action(action.code)),
            cell(action.title[language]),
            cell(words[found.gaps[action.code]]),
            cell(found.coverage[action.code].at_least(1), number(found.coverage[action.code].at_least(1))),
            cell(len(found.serving[action.code]), number(len(found.serving[action.code]))),
        ]
        for action in area_.actions
        if action.code in found.gaps
    ]
    if not rows:
        return [*blocks, paragraph(_("None: every action has an activity in the year and a Party that reports work."))]
    columns = [
        column(_("Action"), width=0.95),
        column(_("In short"), width=4),
        column(_("Why it stands here"), width=4),
        column(_("Parties at work"), "number", 1.1),
        column(_("Activities"), "number", 1.1),
    ]
    caption = _("Area %(code)s: actions without activity or report of work in %(year)s") % {
        "code": area_.numeral,
        "year": found.facts.year,
    }
    return [
        *blocks,
        named(table(f"gaps-{area_.code}", caption, columns, rows), _sheet(_("Gaps"), area_)),
    ]


def _delays(found: Findings, language: str, area_: AreaFact) -> list[Block]:
    blocks = [heading(2, _("Delays"), f"delays-{area_.code}")]
    late = found.late_in(area_.actions)
    still = {action.code: found.still[action.code] for action in area_.actions if found.still[action.code]}
    if not late and not still:
        return [
            *blocks,
            paragraph(_("None: no activity is past its last day, and every report moved within two years.")),
        ]
    rows = []
    standing: dict[str, list[int]] = {}
    for report in found.facts.reports:
        if report.party in still.get(report.action, ()):
            standing.setdefault(report.action, []).append(report.pk)
    for action in area_.actions:
        overdue, idle = found.late[action.code], standing.get(action.code, [])
        if not overdue and not idle:
            continue
        rows.append(
            [
                cell(action.label, href=links.action(action.code)),
                cell(action.title[language]),
                cell(
                    len(overdue),
                    number(len(overdue)),
                    links.figure(
                        found.name, found.prove(f"late-{action.code}", "activities", [one.pk for one in overdue])
                    )
                    if overdue
                    else "",
                ),
                cell(
                    len(idle),
                    number(len(idle)),
                    links.figure(found.name, found.prove(f"still-{action.code}", "reports", idle)) if idle else "",
                ),
            ]
        )
    sentence = ngettext(
        "%(count)s activity of this area is past its last day and not said to be completed.",
        "%(count)s activities of this area are past their last day and not said to be completed.",
        len(late),
    )
    href = (
        links.figure(found.name, found.prove(f"late-{area_.code}", "activities", [one.pk for one in late]))
        if late
        else ""
    )
    columns = [
        column(_("Action"), width=0.95),
        column(_("In short"), width=5),
        column(_("Activities past their last day"), "number", 2),
        column(_("Reports without a step forward for two years"), "number", 2.4),
    ]
    caption = _("Area %(code)s: what is late, on %(day)s") % {"code": area_.numeral, "day": day(found.taken_at)}
    said = (
        rich(sentence, count=link(number(len(late)), href))
        if late
        else [_("No activity of this area is past its last day.")]
    )
    return [
        *blocks,
        paragraph(said),
        named(table(f"delays-{area_.code}", caption, columns, rows), _sheet(_("Delays"), area_)),
    ]


def _needs(found: Findings, area_: AreaFact) -> list[Block]:
    blocks = [heading(2, _("Needs"), f"needs-{area_.code}")]
    groups = found.needs.get(area_.code, {})
    if not groups:
        return [*blocks, paragraph(_("No report of this area names a need for help."))]
    rows = []
    asked = found.facts.asked[found.facts.year]
    for theme, ids in groups.items():
        wanted = set(ids)
        codes = {report.action for report in found.facts.reports if report.pk in wanted}
        actions = (
            _("all of this area")
            if len(codes) == len(area_.actions) > 1
            else ", ".join(one.label for one in area_.actions if one.code in codes)
        )
        parties = parties_of(found, ids)
        key = found.prove(f"needs-{area_.code}-{theme}", "reports", ids)
        word = theme_word(theme)
        rows.append(
            [
                cell(word[:1].upper() + word[1:]),
                cell(len(parties), number(len(parties))),
                cell(len(parties) / asked if asked else None, percent(len(parties) / asked if asked else None)),
                cell(len(ids), number(len(ids)), links.figure(found.name, key)),
                cell(actions),
            ]
        )
    columns = [
        column(_("Kind of help"), width=2.4),
        column(_("Parties"), "number", 1),
        column(_("Share of Parties"), "share", 1.2),
        column(_("Reports"), "number", 1),
        column(_("On actions"), width=4),
    ]
    caption = _("Area %(code)s: what Parties say they need, by kind of help") % {"code": area_.numeral}
    note = _("A report that names two kinds of help is counted under both.")
    return [
        *blocks,
        named(
            table(f"needs-{area_.code}", caption, columns, rows, notes=[note]),
            _sheet(_("Needs"), area_),
        ),
    ]
