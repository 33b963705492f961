"""A revised text and what rounds ask: a closed round counts as before, whatever the plan becomes."""

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundtable.ground.parties.services.founding import found
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.public import Role
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.exports.pack.render import FORMATS
from roundtable.operations.plan.models import Action, Report, Round, Share
from roundtable.operations.plan.queries.completeness import completeness
from roundtable.operations.plan.queries.coverage import matrix
from roundtable.operations.plan.queries.packs import snapshot_of
from roundtable.operations.plan.queries.report_desk import desk
from roundtable.operations.plan.queries.rounds import actions_asked, handed_in_by_party
from roundtable.operations.plan.services import packs
from roundtable.operations.plan.services.frame import bring_in, carry_own_frame
from tests.factories.packs import activity
from tests.factories.plan import activity as planned
from tests.factories.plan import frame
from tests.factories.revision import ADDED, DROPPED, NEW, real_text, revised
from tests.factories.trust import person

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(2023, 1, 10, tzinfo=UTC)
WITH = (ADDED, DROPPED, "I.1", "II.6", "II.7", "VI.11")
"""Codes on which something is reported or planned; II.6 and II.7 move up when II.5 is dropped."""


def spoken(html: bytes, selector: str) -> str:
    """The words of a part of a page, without the spaces between them."""
    return " ".join(BeautifulSoup(html, "html.parser").select_one(selector).get_text(" ").split())


def report(round_: Round, party: str, action: Action, step: int | None, **fields: Any) -> Report:
    values = {"narrative": "Something was done.", "stage": Stage.ACCEPTED, "changed_at": AT, **fields}
    return Report.objects.create(round=round_, party_id=party, action=action, progress=step, **values)


def by_title(listed: dict[str, Any], actions: list[dict[str, Any]]) -> dict[str, Any]:
    """What a pack holds by code, by the title of the action: codes move, actions stay."""
    titles = {one["code"]: one["title"]["en"] for one in actions}
    return {titles[code]: held for code, held in listed.items() if code in titles}


def counted(year: int, secretariat, georgian) -> dict[str, Any]:
    """Everything that counts about the round on a year."""
    cache.clear()
    round_ = Round.objects.get(year=year)
    seen = matrix(round_, secretariat, at=AT)
    client, public = Client(), Client()
    client.force_login(secretariat)
    data = snapshot_of(packs.freeze(year, by=None, at=AT))["data"]
    table = list(
        csv.DictReader(
            io.StringIO(client.get(f"{reverse('plan:matrix')}?year={year}&format=csv").content.decode("utf-8-sig"))
        )
    )
    api = public.get(f"/api/v1/plan/coverage/{year}").json()["items"]
    totals = public.get(f"/api/v1/plan/reports/totals/{year}").json()
    listed = client.get(f"{reverse('plan:report-list')}?round={year}&download=csv").content.decode("utf-8-sig")
    return {
        "matrix": {pk: (counts, seen.rows[pk]) for pk, counts in seen.coverage.items()},
        "whole": seen.whole,
        "areas": list(seen.by_area.values()),
        "Parties": seen.by_party,
        "completeness": completeness(round_, secretariat, AT),
        "handed in": handed_in_by_party(round_, ["GE", "AM"]),
        "desk": [(row.action.pk, row.state) for row in desk(georgian, round_, "GE", AT).rows],
        "figure": [
            number.replace(",", "")
            for number in re.findall(
                r"of ([\d,]+) asked", spoken(public.get(reverse("plan:round", args=[year])).content, "main")
            )
        ],
        "home": spoken(public.get("/").content, "main ul.areas"),
        "file": [(row["Action"], row["Reported"], row["Asked"]) for row in table],
        "api": [{name: one[name] for name in one if name not in {"code", "until"}} for one in api],
        "totals": (totals["whole"], list(totals["areas"].values()), list(totals["actions"].values())),
        "reports": sorted(row["Short title"] for row in csv.DictReader(io.StringIO(listed))),
        "pack": {
            name: by_title(data[name], data["actions"])
            for name in ("coverage", "said", "gaps", "late", "standing_still", "serving")
        },
        "pack by year": data["reported_by_year"],
        "money": (data["money"]["all"], by_title(data["money"]["actions"], data["actions"]), data["money"]["areas"]),
        "five years": five_years(year),
    }


def five_years(year: int) -> list[list[Any]]:
    document = snapshot_of(packs.named(f"{year}-1"))["documents"]["en"]
    table = next(block for block in document["blocks"] if block.get("id") == "five-years" and block["t"] == "table")
    return [[cell["s"] for cell in row] for row in table["rows"]]


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, shared_data) -> dict[str, Any]:
    """The real plan, a closed and published round on 2025, an open one on 2026, then a revised text."""
    with django_db_blocker.unblock(), transaction.atomic():
        told = _story(real_text(shared_data))
        transaction.set_rollback(True)
    cache.clear()
    return told


def _story(text: bytes) -> dict[str, Any]:
    found(name="The Dialogue", short_name="Dialogue", zone="Europe/Vienna", language="en")
    seed()
    carry_own_frame(at=LONG_AGO)
    bring_in(text, name="plan.txt", by=None, at=LONG_AGO)
    secretariat, georgian = person(Role.SECRETARIAT), person(Role.CONTACT_POINT, "GE")
    closed = Round.objects.create(
        year=2025,
        opens_on=date(2025, 10, 1),
        closes_on=date(2025, 12, 15),
        published_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    running = Round.objects.create(
        year=2026, opens_on=date(2026, 10, 1), closes_on=max(date(2026, 12, 15), datetime.now(UTC).date())
    )
    actions = {code: Action.objects.get(code=code) for code in WITH if code != ADDED}
    for code, action in actions.items():
        report(closed, "GE", action, 3)
        report(closed, "AM", action, 1)
        activity(f"A course for {code}", {code: "1"}, starts=date(2025, 5, 1), ends=date(2025, 5, 2), budget=100)
    report(running, "GE", actions[DROPPED], None, stage=Stage.DRAFT)

    told: dict[str, Any] = {"before": counted(2025, secretariat, georgian)}
    old_pack = packs.named("2025-1")
    kept = {fmt: packs.laid_out(old_pack, fmt=fmt, language="en") for fmt in FORMATS}
    told["running before"] = len(actions_asked(running))
    bring_in(revised(text), name="revised.txt", by=None, at=AT, confirmed=True)
    told["again"] = bring_in(revised(text), name="again.txt", by=None, at=AT, since=date(2023, 6, 1)).version
    told["after"] = counted(2025, secretariat, georgian)
    told["frozen"] = {fmt: packs.laid_out(old_pack, fmt=fmt, language="en") == bytes_ for fmt, bytes_ in kept.items()}
    told["running after"] = len(actions_asked(running))
    next_year = Round.objects.create(year=2027, opens_on=date(2027, 10, 1), closes_on=date(2027, 12, 15))
    told["next"] = {action.code for action in actions_asked(next_year)}
    told["new"] = {(action.code, action.since, action.until) for action in Action.objects.filter(wording=NEW)}
    gone = Action.objects.get(gone=True)
    told["gone"] = (gone.pk, gone.code, gone.since, gone.until)
    told["pages"] = _pages(gone, georgian)
    told["pack"] = snapshot_of(packs.named("2025-2"))
    return told


def _pages(gone: Action, georgian) -> dict[str, str]:
    public, mine = Client(), Client()
    mine.force_login(georgian)
    at = {
        "dropped": reverse("plan:action", args=[gone.key]),
        "its number now": reverse("plan:action", args=[DROPPED]),
        "new": reverse("plan:action", args=[ADDED]),
        "area": reverse("plan:area", args=["II"]),
        "first area": reverse("plan:area", args=["I"]),
    }
    pages = {name: spoken(public.get(f"{address}?year=2025").content, "main") for name, address in at.items()}
    on_it = Report.objects.get(action=gone, round__year=2025, party="GE")
    pages["report"] = spoken(mine.get(reverse("plan:report", args=[on_it.pk])).content, "main")
    pages["draft"] = spoken(mine.get(reverse("plan:reports")).content, "main")
    pages["list"] = spoken(mine.get(f"{reverse('plan:report-list')}?code={gone.key}").content, "main")
    pages["matrix"] = mine.get(f"{reverse('plan:matrix')}?year=2025").content.decode()
    pages["frame"] = public.get("/api/v1/plan/frame").json()
    return pages


@pytest.mark.parametrize(
    "what",
    [
        "matrix", "whole", "areas", "Parties", "completeness", "handed in", "desk", "figure", "home", "file", "api",
        "totals", "reports", "pack", "pack by year", "money", "five years",
    ],
)  # fmt: skip
def test_a_revised_text_changes_nothing_that_a_closed_round_counts(story, what):
    assert story["before"][what], "there is something to compare"
    assert story["after"][what] == story["before"][what]


def test_the_closed_round_asks_each_of_48_parties_for_53_actions_still(story):
    assert (story["after"]["figure"], story["after"]["whole"].asked) == (["2544"], 2544)


def test_a_frozen_pack_is_the_same_byte_for_byte_after_the_plan_was_revised(story):
    assert story["frozen"] == dict.fromkeys(FORMATS, True)


def test_a_round_that_runs_asks_what_it_asked_when_it_opened_and_the_next_one_asks_by_the_new_text(story):
    assert (story["running before"], story["running after"], len(story["next"])) == (53, 53, 53)
    assert (ADDED in story["next"], story["gone"][1]) == (True, DROPPED)


def test_the_days_are_those_of_the_text_that_brought_and_dropped(story):
    assert story["new"] == {(ADDED, AT.date(), None)}
    assert story["gone"][2:] == (date(2023, 1, 1), date(2026, 11, 23))


def test_the_same_file_again_changes_nothing_whatever_day_it_names(story):
    assert story["again"] == 3, "the own frame, the text, the revised text, and no fourth"


def test_pages_say_since_when_and_until_when_an_action_is_asked(story):
    pages = story["pages"]
    assert "Asked since 24 November 2026" in pages["new"]
    assert "Not asked in the reports on 2025" in pages["new"]
    assert "Asked until 23 November 2026" in pages["dropped"]
    assert "no longer in the plan" in pages["dropped"]
    assert "Asked" not in pages["its number now"], "it is there from the beginning"
    assert "No longer in the plan" in pages["area"]
    assert "Asked until 23 November 2026" in pages["area"]
    assert "Asked since 24 November 2026" in pages["first area"]


def test_what_was_reported_on_a_dropped_action_can_be_read_where_it_was(story):
    pages = story["pages"]
    assert "II.5 (until 2026)" in pages["report"]
    assert "Something was done." in pages["report"]
    assert "II.5 (until 2026)" in pages["draft"], "the draft of the running round is on the desk"
    assert pages["list"].count("II.5 (until 2026)") == 3, "two of the closed round, and the draft of the own Party"
    assert f"code=II.5~{story['gone'][0]}&amp;party=GE" in pages["matrix"]


def test_the_api_names_what_was_dropped_by_its_key(story):
    number, code, since, until = story["gone"]
    frame = story["pages"]["frame"]
    (dropped,) = frame["dropped"]
    assert (dropped["key"], dropped["code"], dropped["since"], dropped["until"]) == (
        f"{code}~{number}",
        code,
        since.isoformat(),
        until.isoformat(),
    )
    new = [one for area in frame["areas"] for one in area["actions"] if one["code"] == ADDED]
    assert [one["since"] for one in new] == ["2026-11-24"]


def test_a_pack_made_later_tells_the_dropped_action_and_its_number_apart(story):
    named = [one for one in story["pack"]["data"]["actions"] if one["code"].startswith(DROPPED)]
    assert sorted((one["code"], one["label"]["en"]) for one in named) == [
        ("II.5", "II.5"),
        (f"II.5~{story['gone'][0]}", "II.5 (until 2026)"),
    ]
    assert ADDED not in [one["code"] for one in story["pack"]["data"]["actions"]]
    proposed = str([block for block in story["pack"]["documents"]["en"]["blocks"] if block.get("t") == "list"])
    assert NEW[:20] not in proposed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("overview", []),
        ("area", ["I"]),
        ("action", ["I.1"]),
        ("matrix", []),
        ("round", [2025]),
        ("activities", []),
        ("timeline", []),
        ("reports", []),
        ("report-list", []),
    ],
)
def test_a_page_costs_the_same_for_one_and_for_three_dropped_actions(client, name, args, now):
    frame()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    round_ = Round.objects.create(year=2025, opens_on=date(2025, 10, 1), closes_on=date(2025, 12, 15), published_at=now)

    def drop(number: int) -> None:
        gone = Action.objects.create(
            area=Action.objects.get(code="I.1").area,
            number=9,
            code="I.9",
            short_title=f"Dropped {number}",
            gone=True,
            until=date(2026, 1, 1),
        )
        report(round_, "GE", gone, 2)
        Share.objects.create(activity=planned(f"A course {number}"), action=gone, share=1)

    def cost() -> int:
        client.get(reverse(f"plan:{name}", args=args))  # what is kept in memory is read anew
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"plan:{name}", args=args)).status_code == 200
        return len(asked)

    drop(1)
    cost()
    one = cost()
    drop(2)
    drop(3)
    assert (cost(), one <= 15) == (one, True)
