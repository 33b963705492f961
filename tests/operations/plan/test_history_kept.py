"""Secrets stay secret in history: canary texts, for each role, on each way by which history can be read."""

import json
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from roundtable.ground.trust.models import Entry, KeptTo
from roundtable.ground.trust.public import Role
from roundtable.ground.trust.services import make_token
from roundtable.ground.trust.services.guards import opened
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.services.corrections import ask_correction, correct, decide_correction
from roundtable.operations.plan.services.evidence import add_evidence, delete_evidence
from roundtable.operations.plan.services.reports import assign, begin
from roundtable.operations.plan.services.rounds import extend
from tests.factories.parties import DialogueFactory, InstitutionFactory, PartyFactory
from tests.factories.reports import ActionOfPlanFactory, RoundFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

DRAFT, GONE, LINK = "canarydrafttitle", "canarygonetitle", "https://canarylink.example/x"
WAS, IS, WHY, WISH, VERDICT = "canarywas", "canaryis", "canarywhy", "canarywish", "canaryverdict"
CLOSED, OPENED = "canaryclosed", "canaryopened"
OPEN_WAS, OPEN_IS = "canaryopenwas", "canaryopenis"
TIME = "canarytime"
CANARIES = (DRAFT, GONE, "canarylink", WAS, IS, WHY, WISH, VERDICT, CLOSED, OPENED, OPEN_WAS, OPEN_IS, TIME)

READERS = {
    "contact point": (Role.CONTACT_POINT, "GE", ""),
    "senior official": (Role.SENIOR_OFFICIAL, "GE", ""),
    "own ministry": (Role.CONTRIBUTOR, "GE", "ge-a"),
    "other ministry": (Role.CONTRIBUTOR, "GE", "ge-b"),
    "other Party": (Role.CONTACT_POINT, "AM", ""),
    "secretariat": (Role.SECRETARIAT, "", ""),
    "auditor": (Role.AUDITOR, "", ""),
    "chair": (Role.CHAIR, "", ""),
    "analyst": (Role.ANALYST, "", ""),
    "drafter": (Role.DRAFTER, "", ""),
    "partner": (Role.PARTNER, "IOM", ""),
    "observer": (Role.OBSERVER, "", ""),
    "no function": (None, "", ""),
}
PARTY = {"contact point", "senior official"}
EVERYBODY = set(READERS) - {"no function"}
MAY_KNOW = {
    **dict.fromkeys([DRAFT, GONE, "canarylink"], PARTY | {"own ministry"}),
    **dict.fromkeys([WAS, IS, WHY, WISH, VERDICT, CLOSED], PARTY | {"secretariat"}),
    **dict.fromkeys([OPENED, OPEN_WAS, OPEN_IS], EVERYBODY),
    TIME: PARTY | {"own ministry", "other ministry", "secretariat"},
}
"""Who may learn each canary at all, wherever it stands."""


@dataclass
class Story:
    draft: Report
    confidential: Report
    opened: Report
    plain: Report


def _corrected(report: Report, contact, office, now, **changes) -> Report:
    asked = ask_correction(report, reason=changes.pop("wish", "It is wrong."), by=contact, at=now)
    decide_correction(asked, opened=True, note=changes.pop("verdict", ""), by=office, at=now)
    correct(report, reason=changes.pop("why", "It was wrong."), changes=changes, by=contact, at=now)
    return report


@pytest.fixture
def story(now) -> Story:
    DialogueFactory()
    PartyFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    for code in ("ge-a", "ge-b"):
        InstitutionFactory(code=code, name=f"Ministry {code[-1]}")
    contact, office = person(Role.CONTACT_POINT, "GE"), person(Role.SECRETARIAT)
    draft = begin(RoundFactory(), "GE", ActionOfPlanFactory(), by=contact, at=now)
    assign(draft, "ge-a", by=contact, at=now)
    add_evidence(draft, title=DRAFT, link=LINK, by=contact, at=now)
    delete_evidence(add_evidence(draft, title=GONE, link=LINK, by=contact, at=now), by=contact, at=now)

    silent = {"stage": Stage.ACCEPTED, "answer": "confidential", "progress": None}
    said = {"wish": WISH, "verdict": VERDICT, "why": WHY, "narrative": IS}
    confidential = _corrected(complete(narrative=WAS, **silent), contact, office, now, **said)
    opened = _corrected(
        complete(narrative=CLOSED, **silent), contact, office, now, answer="progress", progress=3, narrative=OPENED
    )
    plain = _corrected(complete(stage=Stage.ACCEPTED, narrative=OPEN_WAS), contact, office, now, narrative=OPEN_IS)
    extend(RoundFactory(), closes_on=date(2030, 1, 1), reason=TIME, party="GE", by=office, at=now)
    return Story(draft, confidential, opened, plain)


def signed_in(name: str):
    role, scope, institution = READERS[name]
    someone = person(role, scope, institution=institution)
    client = Client()
    client.force_login(someone)
    return client, someone


def words(answer) -> str:
    """What an answer holds; an XLSX or ODS is taken apart."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] != b"PK":
        return content.decode()
    with ZipFile(BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def ways(story: Story) -> list[str]:
    reports = [
        reverse("plan:report", args=[one.pk]) for one in (story.draft, story.confidential, story.opened, story.plain)
    ]
    history, year = reverse("trust:history"), RoundFactory().year
    return [
        *reports,
        *(f"{one}?view=history" for one in reports),
        *(f"/api/v1/plan/reports/{one.rstrip('/').rpartition('/')[2]}" for one in reports),
        "/api/v1/plan/reports/",
        reverse("plan:report-list"),
        *(f"{reverse('plan:report-list')}?download={fmt}" for fmt in ("csv", "xlsx", "json")),
        history,
        *(f"{history}?download={fmt}" for fmt in ("csv", "xlsx", "json", "ods")),
        *(f"{history}?q={canary}" for canary in (DRAFT, WAS)),
        "/api/v1/trust/history",
        reverse("plan:round", args=[year]),
        *(f"{reverse('plan:round', args=[year])}?download={fmt}" for fmt in ("csv", "xlsx", "json")),
        reverse("parties:party", args=["GE"]),
        reverse("trust:held"),
        *(f"{reverse('portal:search')}?q={canary}" for canary in CANARIES),
    ]


def _without_the_question(text: str, address: str) -> str:
    """A page may repeat what its reader asked for; that tells nothing."""
    asked = address.partition("?q=")[2]
    return text.replace(asked, "") if asked else text


@pytest.mark.parametrize("reader", READERS)
def test_nobody_learns_from_any_page_file_or_answer_what_is_kept_to_others(story, reader):
    client, _someone = signed_in(reader)
    told = {address: _without_the_question(words(client.get(address)), address) for address in ways(story)}
    kept = [canary for canary in CANARIES if reader not in MAY_KNOW[canary]]
    learned = {(canary, address) for address, text in told.items() for canary in kept if canary in text}
    assert learned == set()


def test_strangers_learn_nothing(story):
    client = Client()
    told = "".join(_without_the_question(words(client.get(address)), address) for address in ways(story))
    assert [canary for canary in CANARIES if canary in told] == []


@pytest.mark.parametrize(
    ("reader", "knows"),
    [
        ("contact point", {DRAFT, GONE, "canarylink"}),
        ("senior official", {DRAFT, GONE, "canarylink"}),
        ("own ministry", {DRAFT, GONE, "canarylink"}),
    ],
)
def test_the_history_of_a_draft_tells_its_own_people_everything(story, reader, knows):
    client, _someone = signed_in(reader)
    page = client.get(f"{reverse('plan:report', args=[story.draft.pk])}?view=history").content.decode()
    assert {canary for canary in CANARIES if canary in page} == knows


@pytest.mark.parametrize(
    ("reader", "knows"),
    [
        ("contact point", {WAS, IS, WHY, WISH, VERDICT}),
        ("secretariat", {WAS, IS, WHY, WISH, VERDICT}),
        ("auditor", set()),
        ("other ministry", set()),
        ("other Party", set()),
    ],
)
def test_the_history_of_a_confidential_report_tells_the_party_and_the_secretariat(story, reader, knows):
    client, _someone = signed_in(reader)
    page = client.get(f"{reverse('plan:report', args=[story.confidential.pk])}?view=history").content.decode()
    assert {canary for canary in CANARIES if canary in page} == knows
    assert ("What changed is not told here." in page) == (not knows)


ON_THE_WHOLE_HISTORY = {
    "secretariat": {WAS, IS, WHY, WISH, VERDICT, CLOSED, OPENED, OPEN_WAS, OPEN_IS, TIME},
    "auditor": {OPEN_WAS, OPEN_IS},
}


@pytest.mark.parametrize("reader", ON_THE_WHOLE_HISTORY)
def test_page_files_and_api_of_the_whole_history_tell_the_same(story, reader, now):
    client, someone = signed_in(reader)
    _token, secret = make_token(by=someone, name="t", allows=["trust:read"], expires_at=now.replace(year=2027), at=now)
    history = reverse("trust:history")
    told = {address: words(client.get(address)) for address in (history, *(f"{history}?download={f}" for f in FILES))}
    told["api"] = Client().get("/api/v1/trust/history", headers={"authorization": f"Bearer {secret}"}).content.decode()
    heard = {way: {canary for canary in CANARIES if canary in text} for way, text in told.items()}
    assert heard == dict.fromkeys(told, ON_THE_WHOLE_HISTORY[reader])


FILES = ("csv", "xlsx", "json", "ods")


def test_whoever_may_not_read_the_values_still_reads_what_happened_who_and_when(story, now):
    client, _someone = signed_in("auditor")
    rows = json.loads(client.get(f"{reverse('trust:history')}?download=json").content)["rows"]
    code = story.draft.action.code
    mine = [row for row in rows if row["label"] == f"Report of Georgia on {code}, 2026"]
    assert {row["did"] for row in mine} == {
        "began the report",
        "assigned the report to an institution",
        "added evidence",
        "put evidence into the bin",
    }
    assert {(row["before"], row["after"]) for row in mine} == {(None, "What changed is known to Georgia alone.")}
    assert all(row["at"] and row["by"] for row in mine)


def test_an_entry_from_before_entries_said_so_is_kept_as_its_kind_is(story):
    with opened(connection):
        Entry.objects.update(kept_to=None)
    client, _someone = signed_in("auditor")
    page = client.get(reverse("trust:history")).content.decode()
    assert [canary for canary in CANARIES if canary in page] == []


def test_every_entry_says_to_whom_it_is_kept(story):
    assert set(Entry.objects.values_list("kept_to", flat=True)) == set(KeptTo.values)
