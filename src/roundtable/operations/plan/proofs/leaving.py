"""In which forms the lists of the plan leave."""

from collections.abc import Mapping, Sequence
from typing import Any

from roundtable.ground.trust.public import Apart, Leaving, Told, same_year
from roundtable.operations.plan.domain.coverage import Said
from roundtable.operations.plan.exports.matrix import words_of
from roundtable.operations.plan.proofs.ways import YEARS

PLACE = {"address": "the address of the row's own page", "number": "the number in that address"}
ADVANCED = 3


def _steps(value: Sequence[int]) -> dict[str, Any]:
    return {"advanced": sum(value[ADVANCED:])} | {f"step-{step}": number for step, number in enumerate(value)}


def _cells(value: Mapping[str, str]) -> dict[str, Any]:
    words = words_of()
    return {f"party-{code}": words[Said(said)] for code, said in value.items()}


def _totals(body: Any) -> list[Mapping[str, Any]]:
    return [{"code": code, **counts} for code, counts in body["actions"].items()]


def _entries(body: bytes) -> list[Mapping[str, Any]]:
    """Give the entries of a calendar in the words of the list."""
    from icalendar import Calendar

    return [
        {"number": str(entry["uid"]).split("@")[0].removeprefix("activity-"), "title": str(entry["summary"])}
        | _days(entry)
        for entry in Calendar.from_ical(body).walk()
        if entry.name in {"VEVENT", "VTODO"}
    ]


def _days(entry: Any) -> dict[str, Any]:
    """Give the first day of an entry; its end is the day after the last, also where the list leaves the last unsaid."""
    return {"starts": entry["dtstart"].dt} if "dtstart" in entry else {"starts": None}


LEAVINGS = (
    Leaving(
        name="plan.activities",
        page="plan:activities",
        files="download",
        told=(
            Told(address="api-1:activities", bare=PLACE),
            Told(
                address="plan:activities-calendar",
                rows=_entries,
                part="a calendar has no place for amounts, audiences and lists of Parties",
            ),
        ),
    ),
    Leaving(
        name="plan.activity",
        page="plan:activity",
        one=True,
        told=(Told(address="api-1:activity"), Told(address="plan:activity-calendar")),
    ),
    Leaving(
        name="plan.reports",
        page="plan:report-list",
        files="download",
        told=(Told(address="api-1:reports", bare={**PLACE, "codes": "what filters call the words of the same row"}),),
    ),
    Leaving(name="plan.report", page="plan:report", one=True, told=(Told(address="api-1:report"),)),
    Leaving(name="plan.review", page="plan:review", files="download"),
    Leaving(
        name="coverage",
        page="plan:matrix",
        files="format",
        questions=[f"year={one['year']}" for one in YEARS[:1]],
        told=(
            Told(address="api-1:coverage", words={"steps": _steps, "cells": _cells}, beside=same_year),
            Told(
                address="api-1:totals",
                rows=_totals,
                words={"steps": _steps},
                beside=same_year,
                part="totals name no Party",
            ),
        ),
    ),
    Leaving(
        name="round",
        page="plan:round",
        files="download",
        told=(Told(address="api-1:round_completeness", beside=same_year),),
    ),
    Leaving(name="plan.progress", page="plan:overview", shows="", drawn="plan:progress-file"),
    Leaving(name="plan.packs", page="plan:packs", one=True, along="plan:pack", told=(Told(address="plan:packs-feed"),)),
)

APART = (
    Apart(
        "api-1:frame_in_force", "the wording of the plan, the same for everybody, as on the pages of areas and actions"
    ),
    Apart("plan:activities-template", "an empty table to fill in: it holds no row"),
    Apart("plan:activities-import-preview", "the faults of the own file, which its page lists in the same words"),
    Apart("plan:pack-file", "a document, not a list; the proof of markings reads it in every format"),
)
