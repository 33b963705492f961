"""What the meeting is asked to decide: the secretariat's own text, and what the figures propose."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.operations.plan.domain.attention import Gap
from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.blocks import Block, Run, bullets, heading, link, listed, paragraph, rich
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.speech import number
from roundtable.operations.plan.queries.pack_facts import AreaFact

NUMBERED = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


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
            heading(3, f"{area.numeral}  {area.title[language]}", f"decisions-{area.code}", colour=area.number),
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
            code=link(action.label, links.action(action.code)),
            title=action.title[language],
        )
        for action in area.actions
        if found.gaps.get(action.code) is Gap.NOBODY
    ]
    idle = [action for action in area.actions if found.gaps.get(action.code) is Gap.NO_ACTIVITY]
    if idle:
        codes = listed([link(action.label, links.action(action.code)) for action in idle])
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
