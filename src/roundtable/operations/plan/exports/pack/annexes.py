"""The annexes of a pack: the activities of the year and every report, composed in parts from what was frozen."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from roundtable.operations.plan.exports.pack.blocks import Block, cell, column, heading, link, named, paragraph, table

ROWS: Final = 700
"""Activities in one part: some forty pages."""


def words() -> dict[str, str]:
    """The annexes' own words in the language in force, frozen with the snapshot."""
    return {
        "activities": _("Annex A: activities of the year"),
        "reports": _("Annex B: reports"),
        "part": _("Part %(part)s of %(parts)s"),
        "lead": _("Lead"),
        "title": _("Activity"),
        "dates": _("Dates"),
        "stage": _("Status"),
        "actions": _("Actions"),
        "budget": _("Budget, EUR"),
        "spent": _("Spent, EUR"),
        "answer": _("Answer"),
        "narrative": _("What was done"),
        "obstacles": _("Obstacles"),
        "needs": _("Needs"),
        "confidential": _("Reported in confidence: only that a report exists is told."),
        "nothing": _("Nothing to list."),
    }


def parts(snapshot: Mapping[str, Any], annex: Mapping[str, Any]) -> list[str]:
    """Name the parts: `activities-1`, `activities-2` and so on, then `reports-I` to the last area."""
    count = max(1, -(-len(annex["activities"]) // ROWS))
    return [f"activities-{number}" for number in range(1, count + 1)] + [
        f"reports-{area['code']}" for area in snapshot["data"]["areas"]
    ]


def called(name: str) -> str:
    """What people read for the name of a part, in the language in force; a name that is no part stays as it is."""
    kind, _dash, which = name.partition("-")
    if kind == "activities":
        return _("Annex A: activities of the year, part %(part)s") % {"part": which}
    return _("Annex B: reports, area %(area)s") % {"area": which} if kind == "reports" else name


def part(name: str, snapshot: Mapping[str, Any], annex: Mapping[str, Any], language: str) -> dict[str, Any]:
    """One part as a document that every writer lays out; KeyError for a name that is no part."""
    said = annex["words"][language]
    kind, which = name.split("-", 1)
    main = snapshot["documents"][language]
    if kind == "activities":
        count = len([one for one in parts(snapshot, annex) if one.startswith("activities-")])
        number = int(which)
        if not 1 <= number <= count:
            raise KeyError(name)
        blocks = list(_activities(snapshot, annex, said, language, number))
        title = f"{said['activities']}. {said['part'] % {'part': number, 'parts': count}}"
    else:
        area = next((one for one in snapshot["data"]["areas"] if one["code"] == which), None)
        if area is None or kind != "reports":
            raise KeyError(name)
        blocks = list(_reports(snapshot, annex, said, language, area))
        title = f"{said['reports']}, {area.get('numeral', area['code'])} {area['title'][language]}"
    return {
        **{key: value for key, value in main.items() if key != "blocks"},
        "title": title,
        "edition": main["parties_note"],
        "blocks": blocks,
        "name": f"{main['name']} {name}",
    }


def _labels(snapshot: Mapping[str, Any], language: str) -> dict[str, str]:
    """How people read the code of each action; snapshots from before actions could be dropped hold the code alone."""
    return {
        one["code"]: one["label"][language] if "label" in one else one["code"] for one in snapshot["data"]["actions"]
    }


def _activities(
    snapshot: Mapping[str, Any], annex: Mapping[str, Any], said: Mapping[str, str], language: str, number: int
) -> Iterator[Block]:
    rows: Sequence[Mapping[str, Any]] = annex["activities"][(number - 1) * ROWS : number * ROWS]
    yield heading(1, said["activities"], "activities")
    if not rows:
        yield paragraph(said["nothing"])
        return
    names, stages, labels = annex["names"][language], annex["stages"][language], _labels(snapshot, language)
    drawn = table(
        "activities",
        said["activities"],
        [
            column(said["title"], width=4.4),
            column(said["lead"], width=1.8),
            column(said["dates"], width=1.6),
            column(said["stage"], width=1.2),
            column(said["actions"], width=1.3),
            column(said["budget"], "money", 1.3),
            column(said["spent"], "money", 1.3),
        ],
        [
            [
                cell(row["title"], href=row["href"]),
                cell(names.get(row["lead"], row["lead"])),
                cell(" – ".join(filter(None, dict.fromkeys([row["starts"], row["ends"]])))),
                cell(stages[row["stage"]]),
                cell(", ".join(labels[code] for code in row["actions"])),
                cell(row["budget"], _amount(row["budget"])),
                cell(row["spent"], _amount(row["spent"])),
            ]
            for row in rows
        ],
    )
    yield named(drawn, said["activities"])


def _amount(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}".replace(",", "\u202f")


def _reports(
    snapshot: Mapping[str, Any],
    annex: Mapping[str, Any],
    said: Mapping[str, str],
    language: str,
    area: Mapping[str, Any],
) -> Iterator[Block]:
    names, answers = annex["names"][language], annex["answers"][language]
    titles = {one["code"]: one["title"][language] for one in snapshot["data"]["actions"]}
    order = {code: place for place, code in enumerate(snapshot["data"]["order"][language])}
    labels = _labels(snapshot, language)
    some = False
    for action in area["actions"]:
        reports = [one for one in annex["reports"] if one["action"] == action]
        if not reports:
            continue
        some = True
        yield heading(1, f"{labels[action]}  {titles[action]}", f"action-{action}")
        for one in sorted(reports, key=lambda report: order[report["party"]]):
            yield heading(2, names[one["party"]], f"report-{one['pk']}")
            yield paragraph([f"{said['answer']}: ", link(answers[one["answer"]], one["href"])])
            if one["answer"] == "confidential":
                yield paragraph(said["confidential"], "note")
            for field in ("narrative", "obstacles", "needs"):
                if one[field]:
                    yield paragraph([link(f"{said[field]}: ", bold=True), one[field]])
    if not some:
        yield heading(1, said["reports"], "reports")
        yield paragraph(said["nothing"])
