import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.kernel import drafts
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Report, Round
from roundtable.operations.plan.services.corrections import ask_correction, correct, decide_correction
from roundtable.operations.plan.services.evidence import add_evidence
from roundtable.operations.plan.services.report_writing import KIND
from roundtable.operations.plan.services.reports import submit
from roundtable.operations.plan.services.review import accept, send_back
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import ActionOfPlanFactory, ReportFactory, RoundFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()
    PartyFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")


@pytest.fixture
def contact(client):
    who = person(Role.CONTACT_POINT, "GE", name="Nino")
    client.force_login(who)
    return who


@pytest.fixture
def secretariat(client):
    who = person(Role.SECRETARIAT)
    client.force_login(who)
    return who


def form_of(client, report):
    page = BeautifulSoup(client.get(reverse("plan:report", args=[report.pk])).content, "html.parser")
    form = page.select_one("form[data-report]")
    sent = {one["name"]: one.get("value", "") for one in form.select('input[type="hidden"]')}
    sent |= {one["name"]: one["value"] for one in form.select('input[type="radio"][checked]')}
    return sent | {one["name"]: one.get_text().removeprefix("\n") for one in form.select("textarea")}


def saved(client, report, **said):
    return client.post(reverse("plan:report", args=[report.pk]), {**form_of(client, report), **said})


def test_a_report_is_written_and_submitted_by_plain_forms(client, contact):
    action = ActionOfPlanFactory()
    client.post(reverse("plan:report-begin"), {"round": RoundFactory().year, "party": "GE", "action": action.pk})
    report = Report.objects.get()

    answer = saved(client, report, progress="3", narrative="Three courses.", do="submit")

    report.refresh_from_db()
    assert (answer.status_code, report.stage, report.progress, report.narrative, report.begun_by) == (
        302,
        Stage.SUBMITTED,
        3,
        "Three courses.",
        contact,
    )


def test_what_cannot_be_submitted_is_saved_and_named(client, contact):
    report = ReportFactory()

    answer = saved(client, report, needs="A trainer.", do="submit")

    report.refresh_from_db()
    assert (answer.status_code, report.stage, report.needs) == (422, Stage.DRAFT, "A trainer.")
    assert b"Choose how far the work is." in answer.content


def test_a_page_that_was_gone_back_to_and_changed_is_not_taken_for_the_same_stroke(client, contact):
    report = ReportFactory()
    old = form_of(client, report)
    address = reverse("plan:report", args=[report.pk])

    client.post(address, {**old, "narrative": "One."})
    client.post(address, {**old, "narrative": "One."})
    client.post(address, {**old, "narrative": "One. Two."})

    report.refresh_from_db()
    assert report.narrative == "One. Two."


def test_two_editors_with_plain_forms_see_both_texts_and_choose(client, contact):
    report = ReportFactory(narrative="We met in Vienna.")
    mine = form_of(client, report)
    other = person(Role.CONTACT_POINT, "GE", name="Giorgi")
    client.force_login(other)
    saved(client, report, narrative="We met in Tbilisi.")
    client.force_login(contact)

    client.post(reverse("plan:report", args=[report.pk]), {**mine, "narrative": "We met in Batumi."})
    page = client.get(reverse("plan:report", args=[report.pk])).content.decode()
    waiting = drafts.conflicts(KIND, str(report.pk), by=contact.pk)["narrative"][0]
    again = form_of(client, report) | {f"draft-choice-{waiting.number}": "mine"}
    client.post(reverse("plan:report", args=[report.pk]), again)

    report.refresh_from_db()
    assert "We met in Tbilisi." in page
    assert "We met in Batumi." in page
    assert report.narrative == "We met in Batumi."


def test_the_script_saves_strokes_and_hears_who_else_is_here(client, contact):
    report = ReportFactory()
    address = reverse("plan:report-autosave", args=[report.pk])
    other = person(Role.CONTACT_POINT, "GE", name="Giorgi")
    drafts.present(KIND, str(report.pk), other.pk, datetime.now(UTC), field="obstacles")
    stroke = {"stroke": str(uuid4()), "field": "narrative", "text": "Three courses.", "base": 0}

    answers = [
        client.post(address, json.dumps({"strokes": [stroke]}), content_type="application/json").json()
        for _ in range(2)
    ]

    report.refresh_from_db()
    assert report.narrative == "Three courses."
    assert [one["fields"]["narrative"]["revision"] for one in answers] == [1, 1]
    assert answers[0]["people"] == [{"name": "Giorgi", "field": "obstacles"}]


def test_the_script_is_told_why_a_locked_report_takes_no_stroke(client, contact):
    report = complete(stage=Stage.ACCEPTED)

    answer = client.post(reverse("plan:report-autosave", args=[report.pk]), "{}", content_type="application/json")

    assert (answer.status_code, "accepted and is locked" in answer.json()["error"]) == (403, True)


def test_a_choice_that_does_not_exist_is_refused_and_nothing_is_kept(client, contact):
    report = ReportFactory()
    stroke = {"stroke": str(uuid4()), "field": "progress", "text": "9", "base": 0}

    address = reverse("plan:report-autosave", args=[report.pk])
    answer = client.post(address, json.dumps({"strokes": [stroke]}), content_type="application/json").json()

    report.refresh_from_db()
    assert answer["fields"]["progress"]["error"] == "Choose one of the answers in the list."
    assert (report.progress, drafts.state(KIND, str(report.pk))["progress"].revision) == (None, 0)


OTHERS = [
    ("get", "plan:report", {}),
    ("post", "plan:report", {}),
    ("post", "plan:report-autosave", {}),
    ("post", "plan:report-move", {"do": "delete"}),
    ("post", "plan:report-assign", {}),
    ("post", "plan:evidence-add", {"title": "A", "link": "https://example.org"}),
    ("post", "plan:report-note", {"text": "A"}),
    ("post", "plan:correction-ask", {"reason": "A"}),
    ("post", "plan:correction", {"reason": "A"}),
    ("post", "plan:report-restore", {}),
]


@pytest.mark.parametrize(("method", "name", "data"), OTHERS)
def test_a_draft_of_another_party_answers_as_if_it_did_not_exist(method, name, data, client):
    report = ReportFactory(deleted_at=datetime.now(UTC) if name == "plan:report-restore" else None)
    client.force_login(person(Role.CONTACT_POINT, "AM"))

    there = getattr(client, method)(reverse(name, args=[report.pk]), data)
    nowhere = getattr(client, method)(reverse(name, args=[report.pk + 99]), data)

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert Report.objects.get().stage == Stage.DRAFT


@pytest.mark.parametrize("party", ["AM", "XX"])
def test_the_desk_of_another_party_answers_404(party, client, contact):
    RoundFactory()

    assert client.get(reverse("plan:reports"), {"party": party}).status_code == 404


def test_the_desk_shows_every_action_with_its_state_and_does_things_to_many(client, contact):
    actions = [ActionOfPlanFactory(), ActionOfPlanFactory()]
    round_ = RoundFactory()
    place = {"round": round_.year, "party": "GE", "action": [one.pk for one in actions]}

    client.post(reverse("plan:report-many"), {**place, "do": "not-applicable", "reason": "Landlocked."})
    page = client.get(reverse("plan:reports")).content.decode()

    answered = Report.objects.filter(answer="not-applicable")
    assert [report.narrative for report in answered] == ["Landlocked.", "Landlocked."]
    assert all(action.code in page for action in actions)


def test_the_secretariat_accepts_and_is_led_to_the_next(client, secretariat):
    now = datetime.now(UTC)
    first, second = (complete(stage=Stage.SUBMITTED, submitted_at=now - timedelta(days=days)) for days in (2, 1))

    answer = client.post(reverse("plan:review-one", args=[first.pk]), {"do": "accept"})

    assert answer["Location"] == reverse("plan:review-one", args=[second.pk])
    assert Report.objects.get(pk=first.pk).stage == Stage.ACCEPTED


def test_a_report_is_not_returned_without_a_note_and_the_form_keeps_its_input(client, secretariat):
    report = complete(stage=Stage.SUBMITTED, submitted_at=datetime.now(UTC))

    answer = client.post(reverse("plan:review-one", args=[report.pk]), {"do": "return", "note": "", "days": "21"})

    assert (answer.status_code, b'value="21"' in answer.content) == (422, True)
    assert Report.objects.get().stage == Stage.SUBMITTED


def test_a_round_is_made_extended_and_published_on_its_pages(client, secretariat):
    day = datetime.now(UTC).date()
    said = {
        "year": day.year,
        "opens_on": day,
        "closes_on": day + timedelta(days=9),
        "closes_at": "18:00",
        "reminders": "7, 1",
    }

    client.post(reverse("plan:rounds"), said)
    address = reverse("plan:round", args=[day.year])
    client.post(address, {"extend": "1", "party": "GE", "closes_on": day + timedelta(days=19), "reason": "A holiday"})
    client.post(address, {"publish": "1", "revision": "1"})

    made = Round.objects.get()
    assert (made.reminders, made.published_at is not None) == ([7, 1], True)
    assert [(one.party_id, one.reason) for one in made.extensions.all()] == [("GE", "A holiday")]


def test_the_public_sees_published_rounds_and_no_name_of_a_party(client):
    RoundFactory(year=2024, opens_on=date(2024, 10, 1), closes_on=date(2024, 12, 1), published_at=datetime.now(UTC))
    RoundFactory()
    complete(round=Round.objects.get(year=2024), stage=Stage.ACCEPTED)

    page = client.get(reverse("plan:round", args=[2024])).content.decode()

    assert (client.get(reverse("plan:round", args=[2026])).status_code, "Georgia" in page) == (404, False)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["plan:reports", "plan:report-list", "plan:rounds", "plan:report-bin"])
def test_a_list_costs_the_same_for_one_and_for_three(name, count, client, contact, django_assert_max_num_queries):
    RoundFactory()
    for _ in range(count):
        complete(stage=Stage.ACCEPTED)
        ReportFactory(deleted_at=datetime.now(UTC))
    client.get(reverse(name))

    with django_assert_max_num_queries(15):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["plan:review", "plan:round"])
def test_the_desks_of_the_secretariat_cost_the_same_for_one_and_for_three(
    name, count, client, secretariat, django_assert_max_num_queries
):
    for _ in range(count):
        complete(stage=Stage.SUBMITTED, submitted_at=datetime.now(UTC))
    address = reverse(name, args=[2026] if name == "plan:round" else [])
    client.get(address)

    with django_assert_max_num_queries(15):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ACCEPTED])
def test_the_page_of_a_report_costs_little(stage, client, contact, django_assert_max_num_queries):
    report = complete(stage=stage)
    client.get(reverse("plan:report", args=[report.pk]))

    with django_assert_max_num_queries(15):
        client.get(reverse("plan:report", args=[report.pk]))


def test_the_history_tells_the_party_everything_and_others_only_what_they_may_know(client, contact, now):
    office = person(Role.SECRETARIAT, name="Ana")
    report = complete()
    submit(report, by=contact, at=now)
    send_back(report, "Add the numbers.", by=office, at=now)
    submit(report, by=contact, at=now)
    accept(report, by=office, at=now)
    address = f"{reverse('plan:report', args=[report.pk])}?view=history"

    def told(who):
        client.force_login(who)
        return client.get(address).content.decode()

    own, other = told(contact), told(person(Role.CONTACT_POINT, "AM"))

    returned = 'Status: <del dir="auto">Submitted</del> → <ins dir="auto">Returned with a note</ins>'
    assert ("returned the report" in own, returned in own) == (True, True)
    assert ("accepted the report" in other, "returned the report" in other, returned in other) == (True, False, False)


def test_what_a_party_adds_to_a_returned_report_is_its_own_until_it_submits_again(client, contact, secretariat, now):
    report = complete()
    submit(report, by=contact, at=now)
    send_back(report, "Add the numbers.", by=secretariat, at=now)
    add_evidence(report, title="Not yet for you", link="https://example.org/", by=contact, at=now + timedelta(hours=1))
    address = reverse("plan:report", args=[report.pk])

    hidden = [client.get(f"{address}{tab}").content.decode() for tab in ("", "?view=history")]
    submit(report, by=contact, at=now + timedelta(hours=2))

    assert ["Not yet for you" in page for page in hidden] == [False, False]
    assert "Not yet for you" in client.get(address).content.decode()


def test_a_correction_that_opens_a_confidential_report_does_not_open_what_it_said_before(client, contact, now):
    office = person(Role.SECRETARIAT)
    report = ReportFactory(stage=Stage.ACCEPTED, answer=Report.Answer.CONFIDENTIAL, narrative="In confidence.")
    asked = ask_correction(report, reason="It can be told now.", by=contact, at=now)
    decide_correction(asked, opened=True, by=office, at=now)
    changes = {"answer": "progress", "progress": 2, "narrative": "Two courses."}
    correct(report, changes=changes, reason="It can be told now.", by=contact, at=now)
    client.force_login(person(Role.CONTACT_POINT, "AM"))

    page = client.get(reverse("plan:report", args=[report.pk])).content.decode()

    assert ("Two courses." in page, "It can be told now." in page, "In confidence." in page) == (True, True, False)


def test_the_four_answers_tell_apart_from_their_first_words_on(client, contact):
    report = complete(stage=Stage.DRAFT)
    client.force_login(contact)
    page = BeautifulSoup(client.get(reverse("plan:report", args=[report.pk])).content, "html.parser")
    begun = [" ".join(one.text.split()[:2]) for one in page.select("[data-choice=answer] label small")]
    assert len(set(begun)) == 4
    assert "Parties asked" in page.select_one("[data-choice=answer] .hint").text


def test_the_review_shows_the_points_of_the_wording_and_offers_parties_that_wait_alone(client, secretariat):
    report = complete(stage=Stage.SUBMITTED, submitted_at=datetime.now(UTC))
    type(report.action).objects.filter(pk=report.action_id).update(wording="Cooperate through:")
    report.action.points.create(letter="a", code="X.a", wording="joint training of officers")

    page = BeautifulSoup(client.get(reverse("plan:review-one", args=[report.pk])).content, "html.parser")
    assert "joint training of officers" in page.blockquote.text
    desk = BeautifulSoup(client.get(reverse("plan:review")).content, "html.parser")
    assert [one["value"] for one in desk.select("select[name=party] option") if one["value"]] == ["GE"]


def test_a_report_that_is_open_for_correction_says_so(client, contact, now):
    report = complete(stage=Stage.ACCEPTED)
    address = reverse("plan:report", args=[report.pk])
    assert "is locked" in client.get(address).content.decode()
    asked = ask_correction(report, reason="A number is wrong.", by=contact, at=now)
    decide_correction(asked, opened=True, by=person(Role.SECRETARIAT), at=now)
    page = client.get(address).content.decode()
    assert "is locked" not in page
    assert "open for a correction" in page


def test_totals_are_offered_for_publishing_once_the_round_is_open(client, secretariat):
    day = datetime.now(UTC).date()
    RoundFactory(year=2030, opens_on=day + timedelta(days=9), closes_on=day + timedelta(days=30))
    RoundFactory(year=2031, opens_on=day - timedelta(days=9), closes_on=day + timedelta(days=30))
    offered = [b"Publish the totals" in client.get(reverse("plan:round", args=[year])).content for year in (2030, 2031)]
    assert offered == [False, True]
