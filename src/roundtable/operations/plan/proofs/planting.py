"""Plant the plan room: reports in every stage of every Party, activities of every audience, packs, jobs, history."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.ground.trust.public import (
    INSTITUTIONS,
    PARTIES,
    PARTNERS,
    RESTING,
    KeptTo,
    Marking,
    Planting,
    Soil,
    User,
    remember,
)
from roundtable.kernel.drafts import saving
from roundtable.kernel.drafts.models import Conflict, Text
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.operations.plan.domain.report import Answer, Stage
from roundtable.operations.plan.models import (
    Action,
    Activity,
    ActivityDocument,
    Correction,
    Corrigendum,
    Download,
    Evidence,
    Extension,
    Funding,
    Note,
    Pack,
    Report,
    Round,
    Share,
)
from roundtable.operations.plan.services.activities import FILES, words_text
from roundtable.operations.plan.services.evidence import PURPOSE
from roundtable.operations.plan.services.packs import freeze, publish, render_file
from roundtable.operations.plan.signals import Happened

SECRETARIAT = ("secretariat", "secretariat")
TABLE = (*PARTIES, RESTING)
PLANNED_FOR = "plan.activities-import"
STAGES: tuple[dict[str, Any], ...] = (
    {"stage": Stage.DRAFT},
    {"stage": Stage.DRAFT, "mine": 0},
    {"stage": Stage.DRAFT, "mine": 1},
    {"stage": Stage.OFFERED, "mine": 0},
    {"stage": Stage.SUBMITTED},
    {"stage": Stage.SUBMITTED, "answer": Answer.CONFIDENTIAL},
    {"stage": Stage.RETURNED, "returned": True, "mine": 0},
    {"stage": Stage.OFFERED, "returned": True},
    {"stage": Stage.ACCEPTED},
    {"stage": Stage.ACCEPTED, "answer": Answer.CONFIDENTIAL},
    {"stage": Stage.ACCEPTED, "answer": Answer.NOT_APPLICABLE},
    {"stage": Stage.ACCEPTED, "correction": "asked"},
    {"stage": Stage.ACCEPTED, "correction": "open"},
    {"stage": Stage.ACCEPTED, "correction": "refused"},
    {"stage": Stage.ACCEPTED, "correction": "done"},
    {"stage": Stage.ACCEPTED, "correction": "done", "was": Answer.CONFIDENTIAL},
    {"stage": Stage.ACCEPTED, "marking": Marking.LIMITE},
    {"stage": Stage.ACCEPTED, "marking": Marking.INSTITUTION},
    {"stage": Stage.SUBMITTED, "marking": Marking.LIMITE},
    {"stage": Stage.DRAFT, "binned": True},
    {"stage": Stage.OFFERED, "binned": True, "mine": 0},
)
"""Every state in which a report can be. `mine` is the place of the institution that it is assigned to."""
REPORTED = 4
"""How many reports each Party has in the round whose totals are published."""


def plant(soil: Soil) -> None:
    """Plant everything."""
    open_round, published = _rounds(soil)
    actions = list(Action.objects.filter(gone=False).order_by("pk"))
    for party in TABLE:
        every = 1 if party in {"GE", "CZ"} else 3
        for state, action in list(zip(STAGES, actions, strict=False))[::every]:
            _report(soil, open_round, party, action, state)
        for state, action in zip(STAGES[8 : 8 + REPORTED], actions, strict=False):
            _report(soil, published, party, action, state)
    for lead in (*TABLE, *PARTNERS):
        for audience in Activity.Audience:
            _activity(soil, lead, actions[0], audience=audience)
            _activity(soil, lead, actions[1], audience=audience, binned=True)
    _once_closed(soil, actions[2])
    for scope in ("GE", "CZ", PARTNERS[0]):
        role = "partner" if scope in PARTNERS else "contact-point"
        _file(soil, scope, soil.person(role, scope), PLANNED_FOR, soil.at)


def _words(soil: Soil) -> dict[str, str]:
    return {name: soil.mint.words() for name in ("narrative", "obstacles", "needs")}


def _rounds(soil: Soil) -> tuple[Round, Round]:
    today, secretariat = soil.at.date(), soil.person(*SECRETARIAT)
    year = today.year
    month = timedelta(days=30)
    open_round = Round.objects.create(year=year, opens_on=today - month, closes_on=today + month)
    published = Round.objects.create(
        year=year - 1,
        opens_on=today - 14 * month,
        closes_on=today - 12 * month,
        published_at=soil.at - 10 * month,
        published_by=secretariat,
    )
    Round.objects.create(year=year + 1, opens_on=today + 10 * month, closes_on=today + 12 * month)
    for party in (None, *TABLE):
        more = Extension.objects.create(
            round=open_round, party_id=party, closes_on=today + 2 * month, reason="", by=secretariat, at=soil.at
        )
        after = {"party": party or "", "reason": soil.mint.words()}
        kept = KeptTo.BOTH if party else KeptTo.ALL
        scope = party or "dialogue"
        remember(
            Happened.ROUND_EXTENDED,
            by=secretariat,
            on=open_round,
            scope=scope,
            at=more.at,
            after=after,
            kept_to=kept,
        )
    return open_round, published


def _report(soil: Soil, round_: Round, party: str, action: Action, state: dict[str, Any]) -> None:
    at, secretariat, writer = soil.at, soil.person(*SECRETARIAT), soil.person("contact-point", party)
    answer = state.get("answer", Answer.PROGRESS)
    places = INSTITUTIONS[party]
    report = Report.objects.create(
        round=round_,
        party_id=party,
        action=action,
        answer=answer,
        progress=2 if answer is Answer.PROGRESS else None,
        marking=str(state.get("marking", "")),
        stage=state["stage"],
        institution=places[state["mine"]] if len(places) > state.get("mine", len(places)) else "",
        returned_note=soil.mint.words() if state.get("returned") else "",
        as_returned=_words(soil) | {"answer": str(answer), "progress": 2} if state.get("returned") else {},
        answer_by=at + timedelta(days=9) if state.get("returned") else None,
        reviewed_at=at - timedelta(hours=2) if state.get("returned") or state["stage"] is Stage.ACCEPTED else None,
        begun_by=writer,
        **_sent(soil, state, writer),
        changed_at=at,
        deleted_at=at if state.get("binned") else None,
        deleted_by=writer if state.get("binned") else None,
        **_words(soil),
    )
    _beside(soil, report, writer, secretariat)
    if "correction" in state:
        _correction(soil, report, state)
    if state["stage"] in {Stage.DRAFT, Stage.OFFERED, Stage.RETURNED}:
        _draft(soil, report, writer)


def _sent(soil: Soil, state: dict[str, Any], writer: User) -> dict[str, Any]:
    """When a report was handed in, where it ever was."""
    if state["stage"] in {Stage.DRAFT, Stage.OFFERED} and not state.get("returned"):
        return {}
    return {"submitted_at": soil.at - timedelta(days=2), "first_submitted_at": soil.at, "submitted_by": writer}


def _beside(soil: Soil, report: Report, writer: User, secretariat: User) -> None:
    """Evidence before and after it was returned, and in the bin; notes of both sides; history for each circle."""
    at = soil.at
    for hours, gone in ((5, False), (1, False), (4, True)):
        more: dict[str, Any] = {"link": f"https://{soil.mint()}.example/"}
        if hours != 1:
            more = {"file_id": _file(soil, report.scope, writer, PURPOSE, at).pk}
        Evidence.objects.create(
            report=report,
            title=soil.mint.words(),
            added_at=at - timedelta(hours=hours),
            added_by=writer,
            deleted_at=at if gone else None,
            deleted_by=writer if gone else None,
            **more,
        )
    for person in (writer, secretariat):
        Note.objects.create(report=report, by=person, at=at, text="")
    circles: tuple[tuple[Happened, KeptTo, dict[str, str]], ...] = (
        (Happened.REPORT_WRITTEN, KeptTo.OWN, {"narrative": soil.mint.words()}),
        (Happened.REPORT_CORRECTED, KeptTo.BOTH, {"needs": soil.mint.words(), "reason": soil.mint.words()}),
        (Happened.EVIDENCE_ADDED, KeptTo.OWN, {"evidence": soil.mint.words()}),
    )
    if report.stage == Stage.ACCEPTED and report.answer != Answer.CONFIDENTIAL:
        circles += ((Happened.REPORT_CORRECTED, KeptTo.ALL, {"narrative": soil.mint.words()}),)
    for happened, kept_to, values in circles:
        before = {name: soil.mint.words() for name in values}
        remember(happened, by=writer, on=report, at=at, before=before, after=values, kept_to=kept_to)
    if report.stage == Stage.RETURNED:
        remember(Happened.REPORT_RETURNED, by=secretariat, on=report, at=at, before={"stage": "submitted"})


def _correction(soil: Soil, report: Report, state: dict[str, Any]) -> None:
    writer, done = soil.person("contact-point", report.scope), state["correction"] == "done"
    was = {"answer": str(state["was"])} if "was" in state else {}
    Correction.objects.create(
        report=report,
        stage=state["correction"],
        reason="",
        asked_at=soil.at - timedelta(hours=3),
        asked_by=writer,
        decided_at=None if state["correction"] == "asked" else soil.at,
        decided_by=None if state["correction"] == "asked" else soil.person(*SECRETARIAT),
        corrected_at=soil.at if done else None,
        corrected_by=writer if done else None,
        before=_words(soil) | was,
        after=_words(soil) | ({"answer": "progress"} if was else {}),
    )


def _draft(soil: Soil, report: Report, writer: User) -> None:
    """What is being written: a stroke that was taken, and one that met another."""
    texts = {"narrative": report.narrative}
    saving.begin("plan.report", report.pk, texts, scope=report.scope, at=soil.at)
    kept = saving.save(
        "plan.report",
        report.pk,
        "narrative",
        text=f"{report.narrative} {soil.mint.words()}",  # whoever writes has the words that stand there before them
        base=0,
        by=writer.pk,
        at=soil.at,
        stroke=uuid4(),
    )
    text = Text.objects.get(kind="plan.report", key=str(report.pk), field="narrative")
    Conflict.objects.create(
        text=text,
        stroke=text.strokes.get(),
        by_id=writer.pk,
        at=soil.at,
        theirs=text.text,
        theirs_revision=kept.revision,
    )


def _file(soil: Soil, scope: str, by: User, purpose: str, at: datetime) -> StoredFile:
    inside = soil.mint()
    ending = "csv" if purpose == PLANNED_FOR else "txt"
    content = f"Title\n{inside}\n".encode()
    upload = SimpleUploadedFile(f"{soil.mint()}.{ending}", content)
    stored = store.keep(upload, scope=scope, by=by.pk, purpose=purpose, at=at, audience=scope)
    soil.inside.append((inside, stored, "name"))
    return stored


def _activity(soil: Soil, lead: str, action: Action, *, audience: str, binned: bool = False) -> Activity:
    today, by = soil.at.date(), soil.person("partner" if lead in PARTNERS else "contact-point", lead)
    partners = [PARTNERS[1], "AT"] if lead not in {"AT", PARTNERS[1]} else []
    made = Activity.objects.create(
        title=soil.mint.words(),
        kind=Activity.Kind.TRAINING,
        audience=audience,
        lead_id=lead,
        starts=today,
        ends=today + timedelta(days=3),
        budget=1000,
        created_by=by,
        created_at=soil.at,
        changed_at=soil.at,
        deleted_at=soil.at if binned else None,
        deleted_by=by if binned else None,
    )
    made.partners.set(partners)  # type: ignore[arg-type]  # codes are keys
    made.participants.set([lead] if lead in PARTIES else [])  # type: ignore[list-item]  # as above
    Share.objects.create(activity=made, action=action, share=1)
    Funding.objects.create(activity=made, source="", pledged=1000)
    ActivityDocument.objects.create(activity=made, title="", link=f"https://{soil.mint()}.example/")
    stored = _file(soil, lead, by, FILES, soil.at)
    ActivityDocument.objects.create(activity=made, title="", file_id=stored.pk)
    _told(soil, made, by, audience)
    return made


def _told(soil: Soil, activity: Activity, by: User, audience: str) -> None:
    for happened in (Happened.ACTIVITY_PLANNED, Happened.ACTIVITY_CHANGED):
        values = {"audience": str(audience), "about": soil.mint.words()}
        remember(happened, by=by, on=activity, at=soil.at, before=values, after={"about": soil.mint.words()})


def _once_closed(soil: Soil, action: Action) -> None:
    """An activity that was kept among few people, and is open now: what was said before stays among them."""
    made = _activity(soil, "GE", action, audience=Activity.Audience.OWN)
    Activity.objects.filter(pk=made.pk).update(audience=Activity.Audience.PARTIES)
    by = soil.person("contact-point", "GE")
    before = {"audience": "own", "about": soil.mint.words()}
    remember(Happened.ACTIVITY_CHANGED, by=by, on=made, at=soil.at, before=before, after={"audience": "parties"})


def settle(soil: Soil) -> None:
    """What follows from texts: words to search by, and packs with their files."""
    for activity in Activity.objects.all():
        words = words_text(activity.title, activity.reference, activity.place, activity.about)
        Activity.objects.filter(pk=activity.pk).update(words=words)
    secretariat, at = soil.person(*SECRETARIAT), soil.at
    for pack in _packs(soil, secretariat, at):
        # Made once here, and not anew for everybody who asks; PDF and DOCX take their time.
        for fmt in ("docx", "pdf", "xlsx", "html") if pack.published_at else ("xlsx", "html"):
            render_file(pack, fmt=fmt, language="en", at=at)
        if pack.marking != Marking.LIMITE:  # of which there is no public part
            render_file(pack, fmt="html", language="en", part="public", at=at)


def _packs(soil: Soil, by: User, at: datetime) -> Iterator[Pack]:
    """A published pack with corrigenda that are issued and that wait, one that is not published, and a correction."""
    year = Round.objects.exclude(published_at=None)[0].year
    published = freeze(year, by=by, at=at)
    publish(published, by=by, at=at)
    for number in (None, 1):
        issued = {"number": number, "issued_at": at, "issued_by": by} if number else {}
        words = {name: soil.mint.words() for name in ("figures", "wrong", "right")}
        Corrigendum.objects.create(pack=published, proposed_at=at, **words, **issued)
    Download.objects.create(pack=published, by=by, fmt="docx", language="en", at=at)
    yield published
    yield freeze(year, by=by, at=at, corrects=published)
    yield freeze(year + 1, by=by, at=at, marking=Marking.LIMITE)
    yield freeze(year + 1, by=by, at=at, leave_out=True)


PLANTING = Planting("plan", plant, settle, order=30)
