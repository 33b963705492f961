"""How the addresses of the plan are asked for."""

from datetime import date
from typing import Any

from roundtable.ground.trust.public import Actor, Role, Way, participant
from roundtable.operations.plan.queries.packs import snapshot_of
from roundtable.operations.plan.readership.packs import makes_packs

YEARS = [{"year": date.today().year + shift} for shift in (-1, 0, 1, 40)]  # noqa: DTZ011 - the rounds of the planting
FILES = ("csv", "xlsx", "json", "ods", "svg", "png", "pdf")
MOST_FIGURES = 4
REPORT, ACTIVITY, PACK, EVIDENCE = "plan.report", "plan.activity", "plan.pack", "plan.evidence"


def _code(action: Any) -> dict[str, Any]:
    return {"code": action.key}


def _numeral(area: Any) -> dict[str, Any]:
    return {"numeral": area.key}


def _year(round_: Any) -> dict[str, Any]:
    return {"year": round_.year}


def _of_report(part: Any) -> dict[str, Any]:
    return {"pk": part.report_id, "number": part.pk}


def _of_pack(note: Any) -> dict[str, Any]:
    return {"pk": note.pack_id, "note": note.pk}


def _files(pack: Any) -> list[dict[str, Any]]:
    parts = [("main", "docx"), ("main", "pdf"), ("main", "xlsx"), ("main", "html"), ("public", "html"), ("AM", "docx")]
    return [{"pk": pack.pk, "part": part, "language": "en", "fmt": fmt} for part, fmt in parts]


def _figures(pack: Any) -> list[dict[str, Any]]:
    keys = list(snapshot_of(pack)["data"]["evidence"])
    return [{"name": pack.name, "key": key} for key in [*keys[:: max(1, len(keys) // MOST_FIGURES)], "no-such-key"]]


def _sees_the_pack(who: Actor, pack: Any) -> bool:
    return pack.published_at is not None or makes_packs(who, pack)


def _decides_on_corrigenda(who: Actor, _note: Any) -> bool:
    return any(function.role == Role.SECRETARIAT for function in who.functions)


def _sees_the_round(who: Actor, round_: Any) -> bool:
    return round_.published_at is not None or participant(who, round_)


def _plan(lead: str) -> dict[str, Any]:
    shares = [{"action": "I.1", "percent": 100}]
    return {"title": "typed by the proof", "kind": "training", "lead": lead, "shares": shares}


NOT_BROUGHT = "a text of the plan is brought in from a file that its page has read before, which no guess can name"
STROKE = {
    "field": "narrative",
    "text": "typed by the proof",
    "base": 0,
    "stroke": "00000000-0000-4000-8000-000000000000",
}

WAYS = (
    Way("plan:progress-file", values=[{"form": form} for form in FILES]),
    Way("plan:area", "plan.area", _numeral),
    Way("plan:action", "plan.action", _code),
    Way("plan:action-title", "plan.action", _code),
    Way("plan:import-preview", values=[{"digest": "0" * 64}], vain=NOT_BROUGHT),
    Way("plan:activities-import-preview", "files.storedfile"),
    Way("plan:activities-template", values=[{"form": form} for form in FILES]),
    Way("plan:activity", ACTIVITY),
    Way("plan:activity-calendar", ACTIVITY),
    Way("plan:activity-change", ACTIVITY),
    Way("plan:activity-delete", ACTIVITY),
    Way("plan:activity-restore", ACTIVITY),
    Way("plan:round", "plan.round", _year, sees=_sees_the_round),
    Way("plan:report", REPORT),
    Way("plan:report-autosave", REPORT, sends=[{"strokes": [STROKE], "here": "narrative"}], as_json=True),
    Way("plan:report-move", REPORT),
    Way("plan:report-assign", REPORT),
    Way("plan:evidence-add", REPORT),
    Way("plan:evidence-delete", EVIDENCE, _of_report),
    Way("plan:report-note", REPORT),
    Way("plan:correction-ask", REPORT),
    Way("plan:correction-decide", REPORT),
    Way("plan:correction", REPORT),
    Way("plan:report-restore", REPORT),
    Way("plan:evidence-restore", EVIDENCE),
    Way("plan:review-one", REPORT),
    Way("plan:pack", PACK, sees=_sees_the_pack),
    Way("plan:pack-publish", PACK, sees=_sees_the_pack),
    Way("plan:pack-annexes", PACK, sees=_sees_the_pack),
    Way("plan:pack-correct", PACK, sees=_sees_the_pack),
    Way("plan:corrigendum-issue", PACK, sees=_sees_the_pack),
    Way("plan:corrigendum-dismiss", "plan.corrigendum", _of_pack, sees=_decides_on_corrigenda),
    Way("plan:pack-file", PACK, _files, sees=_sees_the_pack),
    Way("plan:pack-figure", PACK, _figures, sees=_sees_the_pack),
    Way("api-1:coverage", values=YEARS),
    Way("api-1:activities", sends=[_plan("GE"), _plan("CZ"), _plan("IOM"), _plan("RU")]),
    Way("api-1:activity", ACTIVITY, sends=[{"title": "typed by the proof"}, {"audience": "public"}, {"lead": "CZ"}]),
    Way("api-1:totals", values=YEARS),
    Way("api-1:round_completeness", values=YEARS),
    Way("api-1:report", REPORT, sends=[{"answer": "progress", "progress": 3, "narrative": "typed by the proof"}]),
    Way("api-1:submit_report", REPORT, sends=[{}]),
)
