"""Put a snapshot together: figures for machines, texts in every language, geometry, annexes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import override

from roundtable.ground.parties.public import names
from roundtable.operations.plan.domain.snapshot import SCHEMA, canonical, sha256
from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.annexes import words
from roundtable.operations.plan.exports.pack.compose import document
from roundtable.operations.plan.exports.pack.findings import Findings, findings
from roundtable.operations.plan.exports.pack.geometry import region
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.money import Money
from roundtable.operations.plan.queries.pack_facts import ActionFact, Facts, amounts_of
from roundtable.operations.plan.queries.report_words import ANSWERS, SCALE

LANGUAGES: Final = ("en", "ru")
"""The working languages: a pack is complete in each of them."""


def snapshot(  # noqa: PLR0913 - a snapshot has these parts
    facts: Facts,
    *,
    name: str,
    number: int,
    correction: int,
    taken_at: datetime,
    decisions: Mapping[str, str],
    marking: str,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The snapshot and its annexes. The snapshot holds the hash of the annexes, so that its own hash pins both."""
    found = findings(facts, name=name, taken_at=taken_at)
    maps = {"region": region()}
    documents = {
        one: document(found, one, decisions=decisions.get(one, ""), map_=maps["region"]) | {"marking": marking}
        for one in facts.languages
    }
    annex = _annex(found)
    content = {
        "schema": SCHEMA,
        "data": {**_data(found), "number": number, "correction": correction, "decisions": dict(decisions)}
        | {"marking": marking, "cites": str(facts.cited)},
        "documents": documents,
        "maps": maps,
        "annex_sha256": sha256(canonical(annex)),
    }
    return content, annex


def _data(found: Findings) -> dict[str, Any]:
    facts = found.facts
    order = [party.code for party in facts.parties]
    nothing = Money()
    return {
        "name": found.name,
        "year": facts.year,
        "years": list(facts.years),
        "taken_at": found.taken_at.isoformat(),
        "address": settings.ROUNDTABLE_ADDRESS,
        "dialogue": dict(facts.dialogue_name),
        "period": facts.period,
        "demonstration": facts.demonstration,
        "languages": list(facts.languages),
        "parties": [
            {"code": one.code, "names": dict(one.names), "footnotes": dict(one.footnotes)} for one in facts.parties
        ],
        "order": {one: list(codes) for one, codes in facts.order.items()},
        "areas": [
            {
                "code": one.code,
                "numeral": one.numeral,
                "number": one.number,
                "title": dict(one.title),
                "actions": [action.code for action in one.actions],
            }
            for one in facts.areas
        ],
        "asked_on": facts.asked_on.isoformat(),
        "actions": [
            {
                "code": one.code,
                "area": one.area,
                "title": dict(one.title),
                "label": _labels(one, facts.languages),
                "since": one.since.isoformat() if one.since else None,
                "until": one.until.isoformat() if one.until else None,
            }
            for one in facts.actions
        ],
        "coverage": {code: asdict(counts) for code, counts in found.coverage.items()},
        "said": {action.code: facts.cells(action.code, order) for action in facts.actions},
        "reported": sorted(facts.reported[facts.year]),
        "reported_by_year": {str(year): [len(facts.reported[year]), facts.asked[year]] for year in facts.years},
        "money": {
            "all": _money(facts.money),
            "areas": {area.code: _money(facts.money_by_area.get(area.code, nothing)) for area in facts.areas},
            "actions": {
                action.code: _money(facts.money_by_action.get(action.code, nothing)) for action in facts.actions
            },
            "elsewhere": _money(facts.money_elsewhere),
            "years": {str(year): _money(facts.money_by_year.get(year, nothing)) for year in facts.years},
        },
        "gaps": {code: str(kind) for code, kind in found.gaps.items()},
        "late": {code: len(ones) for code, ones in found.late.items() if ones},
        "standing_still": {code: len(ones) for code, ones in found.still.items() if ones},
        "serving": {code: len(ones) for code, ones in found.serving.items()},
        "needs": {
            area: {str(theme): len(ids) for theme, ids in groups.items()} for area, groups in found.needs.items()
        },
        "evidence": found.evidence,
    }


def _labels(action: ActionFact, languages: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in languages:
        with override(one):
            found[one] = action.label
    return found


def _money(sums: Money) -> dict[str, Any]:
    return {
        "activities": sums.activities,
        "budget": float(sums.budget),
        "pledged": float(sums.pledged),
        "spent": float(sums.spent),
        "without_budget": sums.without_budget,
    }


def _annex(found: Findings) -> dict[str, Any]:
    facts = found.facts
    in_year = [one for one in facts.activities if one.in_year(facts.year) and one.actions]
    amounts = amounts_of(one.pk for one in in_year)
    place = {action.code: number for number, action in enumerate(facts.actions)}
    activities = [
        {
            "pk": one.pk,
            "title": one.title,
            "lead": one.lead,
            "stage": one.stage,
            "starts": one.starts.isoformat() if one.starts else "",
            "ends": one.ends.isoformat() if one.ends else "",
            "actions": sorted(one.actions, key=lambda code: place[code]),
            "budget": amounts[one.pk][0],
            "spent": amounts[one.pk][1],
            "href": links.activity(one.pk),
        }
        for one in sorted(in_year, key=lambda one: (one.lead, one.starts.isoformat() if one.starts else "", one.pk))
    ]
    said = [
        {
            "pk": one.pk,
            "party": one.party,
            "action": one.action,
            "answer": f"{one.answer}-{one.progress}" if one.answer == "progress" else one.answer,
            # What was said in confidence is not ours to pass on.
            **{
                field: "" if one.answer == "confidential" else getattr(one, field)
                for field in ("narrative", "obstacles", "needs")
            },
            "href": links.report(one.pk),
        }
        for one in facts.reports
    ]
    return {
        "activities": activities,
        "reports": said,
        "words": _in_each(facts.languages, words),
        "names": {one: dict(sorted(names(one).items())) for one in facts.languages},
        "stages": _in_each(
            facts.languages, lambda: {str(stage): str(label) for stage, label in Activity.Stage.choices}
        ),
        "answers": _in_each(facts.languages, _answers),
    }


def _answers() -> dict[str, str]:
    return {str(answer): str(label) for answer, label in ANSWERS.items() if str(answer) != "progress"} | {
        f"progress-{int(step)}": str(label) for step, (label, _meaning) in SCALE.items()
    }


def _in_each(languages: Sequence[str], ask: Any) -> dict[str, dict[str, str]]:
    found = {}
    for one in languages:
        with override(one):
            found[one] = ask()
    return found
