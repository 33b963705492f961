"""From which day a revised text counts: who says it, what it changes, and what it never changes."""

import json
from datetime import date
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.links import search
from roundtable.kernel.links.models import IndexEntry
from roundtable.kernel.tasks.jobs import function_at
from roundtable.kernel.tasks.models import Job
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Action, Area, Frame, Point, Report, Round, Share
from roundtable.operations.plan.queries.report_desk import desk
from roundtable.operations.plan.queries.reports import earlier_report
from roundtable.operations.plan.queries.rounds import actions_asked
from roundtable.operations.plan.services.frame import bring_in, days_of, propose
from roundtable.operations.plan.services.reports import begin
from roundtable.operations.plan.services.rounds import make_round
from tests.factories.packs import activity
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.trust import person
from tests.operations.plan.test_frame_pages import upload

pytestmark = pytest.mark.django_db

TEXT = """# Action Plan 2023-2027

## I. Roads between the islands

1. Build a bridge from the first island to the second and keep it open for everybody who walks.
2. Mend the old roads, in particular by:
  - a) counting the holes in every village once a year;
  - b) asking the carters which road they fear most.
3. Share what was learned about stones, tar and patience with all who build roads elsewhere.
"""
WITHOUT = TEXT.split("3. Share", maxsplit=1)[0]
WITH_MORE = TEXT + "4. Plant trees along all paths so that walkers find shade at noon.\n"
OTHER = WITHOUT + "3. Plant trees along all paths so that walkers find shade at noon.\n"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.ROUNDTABLE_HOME = tmp_path
    (tmp_path / "work").mkdir()
    DialogueFactory()
    PartyFactory()


def brought(text: str, at, **fields) -> Frame:
    return bring_in(text.encode(), name="plan.md", by=None, at=at, **{"confirmed": True, **fields})


@pytest.fixture
def plan(now) -> Frame:
    return brought(TEXT, now)


@pytest.fixture
def closed() -> Round:
    return Round.objects.create(year=2025, opens_on=date(2025, 10, 1), closes_on=date(2025, 12, 15))


@pytest.fixture
def running() -> Round:
    return Round.objects.create(year=2026, opens_on=date(2026, 10, 1), closes_on=date(2026, 12, 15))


def codes(round_: Round) -> list[str]:
    return [action.key if not action.gone else f"{action.code}, dropped" for action in actions_asked(round_)]


def accepted(round_: Round, action: Action, **fields) -> Report:
    values = {"progress": 2, "narrative": "Done.", "stage": Stage.ACCEPTED, "changed_at": f"{round_.opens_on}T00:00Z"}
    return Report.objects.create(round=round_, party_id="GE", action=action, **{**values, **fields})


def test_a_first_text_counts_from_the_first_day_of_the_plan(plan):
    assert (plan.since, set(Action.objects.values_list("since", "until"))) == (
        date(2023, 1, 1),
        {(date(2023, 1, 1), None)},
    )


def test_a_new_action_waits_for_a_person_who_confirms_the_day(plan, now):
    with pytest.raises(Invalid, match="the day from which the text counts"):
        brought(WITH_MORE, now, confirmed=False)

    brought(WITH_MORE, now, since=date(2027, 1, 1))

    assert Action.objects.get(code="I.4").since == date(2027, 1, 1)


def test_a_day_to_come_leaves_the_rounds_until_then_as_they_are(plan, running, now):
    brought(OTHER, now, since=date(2027, 1, 1))
    later = Round.objects.create(year=2027, opens_on=date(2027, 1, 1), closes_on=date(2027, 12, 15))

    assert (codes(running), codes(later)) == (["I.1", "I.2", "I.3, dropped"], ["I.1", "I.2", "I.3"])


def test_a_day_before_an_open_round_makes_it_ask_by_the_new_text_and_the_dry_run_says_so(plan, running, now):
    proposal = propose(OTHER.encode())
    days = days_of(proposal, proposal.mapping, day=date(2026, 10, 1), at=now)
    brought(OTHER, now, since=date(2026, 10, 1))

    assert (days.added, days.dropped, days.rounds) == (("I.3",), ("I.3",), (2026,))
    assert codes(running) == ["I.1", "I.2", "I.3"]


def test_a_day_that_would_change_a_closed_round_is_refused_and_nothing_is_brought_in(plan, closed, now):
    with pytest.raises(Invalid, match="The round on 2025 opened on 1 October 2025 and has closed") as refused:
        brought(OTHER, now, since=date(2025, 10, 1))

    assert refused.value.fields == {"since": ["Choose a day after 1 October 2025."]}
    assert (Frame.objects.count(), codes(closed)) == (1, ["I.1", "I.2", "I.3"])


def test_a_round_that_has_closed_for_one_party_alone_counts_as_closed(plan, running, now):
    PartyFactory(code="KG", iso3="KGZ", listed_as="Kyrgyzstan", zone="Asia/Bishkek")
    PartyFactory(code="PT", iso3="PRT", listed_as="Portugal", zone="Europe/Lisbon")
    running.closes_on, running.closes_at = now.date(), "14:00"
    running.save()

    with pytest.raises(Invalid, match="has closed, at least for some"):
        brought(OTHER, now, since=date(2026, 9, 1))


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2028, 1, 1)])
def test_a_day_outside_the_plan_is_refused(plan, day, now):
    with pytest.raises(Invalid) as refused:
        brought(OTHER, now, since=day)

    assert list(refused.value.fields) == ["since"]


def test_the_text_brought_back_brings_the_same_action_back_and_leaves_no_trace_in_what_is_asked(plan, running, now):
    before = {action.code: action.pk for action in Action.objects.all()}
    points = set(Point.objects.filter(gone=False).values_list("pk", flat=True))
    brought(OTHER, now)
    brought(TEXT, now)

    in_force = {action.code: action.pk for action in Action.objects.filter(gone=False)}
    assert (in_force, set(Point.objects.filter(gone=False).values_list("pk", flat=True))) == (before, points)
    later = Round.objects.create(year=2027, opens_on=date(2027, 1, 1), closes_on=date(2027, 12, 15))
    assert [codes(one) for one in (running, later)] == [["I.1", "I.2", "I.3"]] * 2


def test_an_action_that_a_round_missed_does_not_come_back_into_that_round(plan, now):
    brought(WITHOUT, now, since=date(2026, 1, 1))
    missed = Round.objects.create(year=2026, opens_on=date(2026, 2, 1), closes_on=date(2026, 3, 1))
    brought(TEXT, now)

    assert codes(missed) == ["I.1", "I.2"]
    assert Action.objects.filter(wording__startswith="Share what").count() == 2


def test_an_area_that_comes_back_is_the_same_area(plan, now):
    two = TEXT + "\n## II. Boats\n\n1. Teach young people to sail and to read the stars before they are ten.\n"
    brought(two, now)
    before = set(Area.objects.values_list("pk", flat=True))
    brought(TEXT, now)
    brought(two, now)

    assert set(Area.objects.filter(gone=False).values_list("pk", flat=True)) == before


def test_of_actions_that_become_one_the_closed_round_keeps_both(plan, closed, running, now):
    first, second = Action.objects.get(code="I.1"), Action.objects.get(code="I.3")
    then = accepted(closed, second)
    past = activity("Over by then", {"I.3": "1"}, starts=date(2025, 5, 1), ends=date(2025, 5, 2))
    to_come = activity("Still to come", {"I.3": "1"}, starts=date(2027, 5, 1), ends=date(2027, 5, 2))
    brought(WITHOUT, now, decisions={"I.3": "I.1"})

    second.refresh_from_db()
    then.refresh_from_db()
    assert (second.merged_into, then.action) == (first, second)
    assert codes(closed) == ["I.1", "I.2", "I.3, dropped"]
    assert {one.activity: one.action for one in Share.objects.all()} == {past: second, to_come: first}


def test_the_last_word_on_an_action_that_became_part_of_another_is_offered_when_a_report_is_begun(plan, closed, now):
    second = Action.objects.get(code="I.3")
    said = accepted(closed, second, narrative="Tar is dear.")
    brought(WITHOUT, now, decisions={"I.3": "I.1"})
    later = Round.objects.create(year=2026, opens_on=now.date(), closes_on=date(2026, 12, 15))
    contact = person(Role.CONTACT_POINT, "GE")

    report = begin(later, "GE", Action.objects.get(code="I.1"), by=contact, at=now, from_earlier=True)
    rows = {row.action.code: row.earlier for row in desk(contact, later, "GE", now).rows}

    assert (earlier_report(report), report.narrative, rows["I.1"]) == (said, "Tar is dear.", said)


def test_a_report_is_begun_only_on_what_the_round_asks(plan, running, now):
    brought(OTHER, now)
    contact, dropped = person(Role.CONTACT_POINT, "GE"), Action.objects.get(code="I.3", gone=True)

    with pytest.raises(Invalid, match=r"does not ask I\.3: it asks the actions that are in the plan on 1 October 2026"):
        begin(running, "GE", Action.objects.get(code="I.3", gone=False), by=contact, at=now)

    assert begin(running, "GE", dropped, by=contact, at=now).action == dropped


def test_a_draft_on_what_an_open_round_no_longer_asks_stays_on_the_desk_and_counts_nowhere(plan, running, now):
    contact = person(Role.CONTACT_POINT, "GE")
    kept = begin(running, "GE", Action.objects.get(code="I.3"), by=contact, at=now)
    brought(OTHER, now, since=date(2026, 9, 1))

    shown = desk(contact, running, "GE", now)

    assert (shown.beside, len(shown.rows), shown.coverage.asked) == ((kept,), 3, 3)


def test_a_round_that_would_ask_nothing_is_not_made(plan, now):
    with pytest.raises(Invalid, match="it would ask nothing") as refused:
        make_round(
            year=2022,
            opens_on=date(2022, 12, 31),
            closes_on=date(2023, 1, 31),
            by=person(Role.SECRETARIAT),
            at=now,
        )

    assert refused.value.fields == {"opens_on": ["The plan begins on 1 January 2023."]}


def test_the_dry_run_of_the_command_says_from_when_what_is_asked(plan, closed, now, tmp_path):
    file = tmp_path / "other.md"
    file.write_text(OTHER)
    said, told = StringIO(), StringIO()

    call_command("plan_import", str(file), "--dry-run", "--since", "2027-01-01", stdout=said)
    call_command("plan_import", str(file), "--dry-run", "--since", "2027-01-01", "--json", stdout=told)

    assert "Asked from 2027-01-01 on: I.3." in said.getvalue()
    assert "Asked until 2026-12-31: I.3." in said.getvalue()
    assert json.loads(told.getvalue())["days"] == {
        "since": "2027-01-01",
        "asked_from_then": ["I.3"],
        "asked_again": [],
        "asked_until_the_day_before": ["I.3"],
        "open_rounds_that_change": [],
    }
    assert Frame.objects.count() == 1


def test_the_command_refuses_a_day_that_would_change_a_closed_round(plan, closed, tmp_path):
    file = tmp_path / "other.md"
    file.write_text(OTHER)
    err = StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("plan_import", str(file), "--confirm", "--since", "2025-01-01", stdout=StringIO(), stderr=err)

    assert (stopped.value.code, "Choose a day after 1 October 2025." in err.getvalue()) == (1, True)


def test_the_same_file_again_changes_no_day(plan, now):
    brought(OTHER, now, since=date(2026, 6, 1))
    days = list(Action.objects.order_by("pk").values_list("since", "until"))

    assert brought(OTHER, now, since=date(2020, 1, 1)).version == 2
    assert list(Action.objects.order_by("pk").values_list("since", "until")) == days


def test_the_preview_asks_for_the_day_and_tells_what_is_wrong_with_it(client, plan, closed):
    client.force_login(person(Role.SECRETARIAT))
    address = upload(client, OTHER).url
    page = client.get(address).content.decode()

    wrong = client.post(address, {"confirmed": "on", "becomes-I.3": "-", "since": "2025-10-01"}).content.decode()
    right = client.post(address, {"confirmed": "on", "becomes-I.3": "-", "since": "2025-10-02"})

    words = " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())
    assert "Rounds that have opened stay as they are" in words
    assert "Choose a day after 1 October 2025." in wrong
    assert (right.status_code, Action.objects.get(code="I.3", gone=False).since) == (302, date(2025, 10, 2))


def test_the_first_text_is_asked_for_no_day(client):
    client.force_login(person(Role.SECRETARIAT))
    address = upload(client, TEXT).url

    assert 'name="since"' not in client.get(address).content.decode()


def test_a_dropped_action_is_found_by_its_key_and_by_its_code_while_nobody_else_bears_it(client, plan, now):
    brought(WITHOUT, now)
    gone = Action.objects.get(gone=True)

    redirected = client.get(reverse("plan:action", args=["I.3"]))
    page = client.get(reverse("plan:action", args=[gone.key])).content.decode()

    assert (redirected["Location"], "This action is no longer in the plan." in page) == (
        reverse("plan:action", args=[gone.key]),
        True,
    )


def test_reports_are_found_by_what_became_of_their_action(plan, closed, now):
    report = accepted(closed, Action.objects.get(code="I.3"))
    search.rebuild("plan.report")
    brought(OTHER, now)
    waiting = Job.objects.get(path="roundtable.operations.plan.tasks.frame.find_anew")

    function_at(waiting.path)()

    entry = IndexEntry.objects.get(kind="plan.report", object_id=str(report.pk))
    assert entry.title == "I.3 (until 2026), Georgia, 2025"


def test_a_text_that_only_adds_leaves_nothing_to_find_anew(plan, now):
    brought(WITH_MORE, now)

    assert not Job.objects.filter(path="roundtable.operations.plan.tasks.frame.find_anew").exists()


def test_the_database_keeps_no_dropped_action_without_its_last_day(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(code="I.3").update(gone=True)


def test_existing_actions_get_their_days_from_the_texts_that_were_brought_in(closed, now):
    give = import_module("roundtable.operations.plan.migrations.0008_existing_actions_get_their_days").give_days
    brought(TEXT, now)
    brought(OTHER, now)
    brought(
        OTHER.replace("1. Build", "1. Count the boats of each island every spring.\n2. Build")
        .replace("2. Mend", "3. Mend")
        .replace("3. Plant", "4. Plant"),
        now,
    )
    expected = list(Action.objects.order_by("pk").values_list("code", "gone", "since", "until"))
    assert len({(since, until) for _code, _gone, since, until in expected}) == 3
    Action.objects.filter(gone=False).update(since=None)
    Action.objects.filter(gone=True).update(since=None, until=date(2000, 1, 1))
    Frame.objects.update(since=None)

    give(apps, SimpleNamespace())

    assert list(Action.objects.order_by("pk").values_list("code", "gone", "since", "until")) == expected
    assert list(Frame.objects.order_by("version").values_list("since", flat=True)) == [
        date(2023, 1, 1),
        now.date(),
        now.date(),
    ]


def test_an_existing_action_stays_in_every_round_in_which_it_was_reported(running, now):
    give = import_module("roundtable.operations.plan.migrations.0008_existing_actions_get_their_days").give_days
    brought(TEXT, now)
    brought(WITH_MORE, now, since=date(2026, 9, 1))
    accepted(running, Action.objects.get(code="I.4"))
    Action.objects.update(since=None)

    give(apps, SimpleNamespace())

    assert (Action.objects.get(code="I.4").since, codes(running)) == (
        date(2026, 10, 1),
        ["I.1", "I.2", "I.3", "I.4"],
    )
