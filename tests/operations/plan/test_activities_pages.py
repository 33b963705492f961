"""The pages of activities: the list with its downloads, one activity, the form with two people at it, the import."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Activity, ActivityDocument, HorizontalIssue
from tests.factories.plan import activity, frame
from tests.factories.reports import complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
LIST = "/plan/activities/"


@pytest.fixture(autouse=True)
def _house(db, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    frame()


def signed_in(someone) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def georgia():
    return signed_in(person(Role.CONTACT_POINT, "GE", name="Nino"))


@pytest.fixture
def secretariat():
    return signed_in(person(Role.SECRETARIAT, name="Ana"))


def form(**changes):
    """What a browser sends for a whole form."""
    said = {
        "title": "Training on documents",
        "kind": "training",
        "stage": "planned",
        "audience": "parties",
        "lead": "GE",
        "participants": ["AM", "GE"],
        "starts": "2026-05-04",
        "ends": "2026-05-06",
        "shares-TOTAL_FORMS": "2",
        "shares-INITIAL_FORMS": "0",
        "shares-0-action": "I.1",
        "shares-0-percent": "60",
        "shares-1-action": "II.1",
        "shares-1-percent": "40",
        "fundings-TOTAL_FORMS": "1",
        "fundings-INITIAL_FORMS": "0",
        "documents-TOTAL_FORMS": "1",
        "documents-INITIAL_FORMS": "0",
        "key": "7d444840-9dc0-41d1-b245-5ffdce74fad2",
    }
    return {**said, **{name.replace("__", "-"): value for name, value in changes.items()}}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [LIST, f"{LIST}?columns=all&area=I&q=training"])
def test_the_list_costs_the_same_for_one_and_for_three(secretariat, count, address, django_assert_max_num_queries):
    for number in range(count):
        made = activity(f"Training {number}", {"I.1": "0.5", "II.1": "0.5"}, participants=["AM", "GE"], pledged="10")
        made.issues.set(HorizontalIssue.objects.filter(code="H1"))
    secretariat.get(address)
    with django_assert_max_num_queries(15) as queries:
        answer = secretariat.get(address)

    assert f"Training {count - 1}" in answer.content.decode()
    assert len(queries) == {LIST: 11}.get(address, len(queries)), [query["sql"] for query in queries.captured_queries]


@pytest.mark.parametrize("count", [1, 3])
def test_an_activity_costs_the_same_for_one_action_and_for_three(secretariat, count, django_assert_max_num_queries):
    shares = {"I.1": "1"} if count == 1 else {"I.1": "0.4", "I.2": "0.3", "II.1": "0.3"}
    made = activity("Training", shares, participants=["AM", "GE", "XK"][:count], pledged="10")

    secretariat.get(f"{LIST}{made.pk}/")
    with django_assert_max_num_queries(15):
        answer = secretariat.get(f"{LIST}{made.pk}/")

    assert "Which actions it serves" in answer.content.decode()


def test_what_one_may_not_see_is_not_there():
    made = activity("Among ourselves", audience="own")
    other = signed_in(person(Role.CONTACT_POINT, "AM"))

    paths = ("", "calendar.ics", "change/", "delete/")
    assert [other.get(f"{LIST}{made.pk}/{path}").status_code for path in paths] == [404] * 4
    assert [Client().get(f"{LIST}{made.pk}/{path}").status_code for path in paths[:2]] == [404] * 2
    assert other.post(f"{LIST}{made.pk}/change/", form()).status_code == 404
    assert other.post(f"{LIST}{made.pk}/delete/").status_code == 404
    assert other.post(f"{LIST}{made.pk}/restore/").status_code == 404
    for address in (LIST, f"{LIST}?download=csv", f"{LIST}calendar.ics", "/api/v1/plan/activities/"):
        assert "Among ourselves" not in other.get(address).content.decode()


def test_a_public_activity_of_others_can_be_read_but_not_changed():
    made = activity("For all")
    other = signed_in(person(Role.CONTACT_POINT, "AM"))

    assert other.get(f"{LIST}{made.pk}/").status_code == 200
    assert other.get(f"{LIST}{made.pk}/change/").status_code == 404


QUESTIONS = [
    {},
    {"area": "I"},
    {"action": "II.1"},
    {"party": "AM"},
    {"party": "GE", "role": "lead"},
    {"party": "AM", "role": "participant"},
    {"kind": "workshop"},
    {"stage": "completed"},
    {"year": "2025"},
    {"date_from": "2026-05-06", "date_to": "2026-12-31"},
    {"issue": "H1"},
    {"budget": "yes"},
    {"budget": "no", "sort": "title"},
    {"q": "tráining"},
    {"q": "II.1 documents"},
    {"sort": "-budget"},
]


def some_activities():
    made = activity(
        "Training on documents", {"I.1": "0.25", "II.1": "0.75"}, budget=Decimal("10.50"), participants=["AM", "XK"]
    )
    made.issues.set(HorizontalIssue.objects.filter(code="H1"))
    activity(
        "TRÁINING 2", starts=date(2025, 12, 30), ends=date(2026, 1, 2), kind="workshop", budget=Decimal(7), pledged="3"
    )
    activity(
        "=1+1 documents",
        {"II.1": "1"},
        lead_id="AM",
        stage="completed",
        place="-2+3",
        starts=date(2026, 5, 6),
        ends=None,
    )
    activity("Idea without days", starts=None, ends=None, stage="idea", online=True, demonstration=True)
    activity("Only for the secretariat", audience="own", lead_id="AM")


def screen(client, question):
    """The cells of the list with every column, as the page hands them to its template."""
    answer = client.get(LIST, {**question, "columns": "all"})
    return [{cell.key: cell.value for cell in row.cells} for row in answer.context["listed"].rows]


@pytest.mark.parametrize("question", QUESTIONS)
def test_screen_downloads_and_api_have_the_same_rows(georgia, question):
    some_activities()
    shown = screen(georgia, question)
    plain = [
        json.loads(json.dumps(row, default=lambda v: v.isoformat() if isinstance(v, date) else float(v)))
        for row in shown
    ]
    plain = [{key: None if value == "" else value for key, value in row.items()} for row in plain]

    downloaded = json.loads(georgia.get(LIST, {**question, "download": "json"}).content)["rows"]
    over_api = georgia.get("/api/v1/plan/activities/", question).json()
    sheet = load_workbook(io.BytesIO(georgia.get(LIST, {**question, "download": "xlsx"}).content)).worksheets[0]
    text = georgia.get(LIST, {**question, "download": "csv"}).content.decode("utf-8-sig")

    numbers = [row["number"] for row in shown]
    assert downloaded == plain
    assert [{k: v for k, v in row.items() if k != "address"} for row in over_api["items"]] == plain
    assert over_api["count"] == len(shown)
    in_sheet = [
        value
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value in {one["title"] for one in shown}
        or (isinstance(value, str) and value.lstrip("'") in {one["title"] for one in shown})
    ]
    assert [value.lstrip("'") for value in in_sheet] == [row["title"] for row in shown]
    lines = list(csv.reader(io.StringIO(text)))
    head = next(line for line in lines if "Number" in line)
    in_csv = [int(line[head.index("Number")]) for line in lines[lines.index(head) + 1 :]]
    assert in_csv == numbers


def test_filters_find_what_they_say(georgia):
    some_activities()

    def titles(**question):
        return [row["title"] for row in screen(georgia, question)]

    assert titles(year="2025") == titles(kind="workshop") == ["TRÁINING 2"]
    assert titles(date_from="2026-05-06", date_to="2026-05-06") == ["=1+1 documents", "Training on documents"]
    assert titles(party="AM", role="lead") == ["=1+1 documents"]
    assert titles(party="AM", role="participant") == ["Training on documents"]
    assert titles(budget="no", sort="title") == ["=1+1 documents", "Idea without days"]
    assert titles() == ["=1+1 documents", "Training on documents", "TRÁINING 2", "Idea without days"]


def test_what_the_address_asks_and_nobody_knows_is_told(georgia):
    answer = georgia.get(LIST, {"area": "IX", "colour": "red"})

    text = answer.content.decode()
    assert "“IX” is not a choice" in text
    assert "no filter “colour”" in text
    assert georgia.get("/api/v1/plan/activities/", {"area": "IX"}).status_code == 422


def test_text_in_downloads_is_never_a_formula(georgia):
    some_activities()

    book = load_workbook(io.BytesIO(georgia.get(LIST, {"download": "xlsx"}).content))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    text = georgia.get(LIST, {"download": "csv"}).content.decode("utf-8-sig")
    assert not [
        cell for row in csv.reader(io.StringIO(text)) for cell in row if re.match(r"[=+@-](?!\d+(\.\d+)?$)", cell)
    ]


def test_the_calendar_has_the_rows_of_the_list(georgia):
    some_activities()

    entries = Calendar.from_ical(georgia.get(f"{LIST}calendar.ics").content).subcomponents
    found = {str(entry["summary"]): entry for entry in entries}
    assert [str(entry["summary"]) for entry in entries] == [row["title"] for row in screen(georgia, {})]
    training = found["Training on documents"]
    assert (training["dtstart"].dt, training["dtend"].dt) == (date(2026, 5, 4), date(2026, 5, 7))
    assert found["Idea without days"].name == "VTODO"


def test_footnotes_and_the_mark_of_demonstration_travel_with_the_rows(georgia):
    some_activities()

    page = georgia.get(LIST).content.decode()
    downloaded = json.loads(georgia.get(LIST, {"download": "json"}).content)
    assert "* Without prejudice." in page
    assert "Demonstration data" in page
    assert (downloaded["demonstration"], "* Without prejudice." in downloaded["notes"]) == (True, True)
    assert [row["participants"] for row in downloaded["rows"] if row["title"] == "Training on documents"] == [
        "Armenia; Kosovo*"
    ]


def test_planning_in_the_browser(georgia):
    answer = georgia.post(f"{LIST}new/", form(fundings__0__source="Fund A", fundings__0__pledged="12.5"))

    made = Activity.objects.get()
    assert answer.url == f"{LIST}{made.pk}/"
    assert [(share.action.code, share.share) for share in made.shares.order_by("pk")] == [
        ("I.1", Decimal("0.6")),
        ("II.1", Decimal("0.4")),
    ]
    assert made.fundings.get().pledged == Decimal("12.5")


def test_a_form_sent_twice_makes_one_activity(georgia):
    assert georgia.post(f"{LIST}new/", form()).url == georgia.post(f"{LIST}new/", form()).url
    assert Activity.objects.count() == 1


def test_shares_that_are_off_are_told_with_the_difference_and_all_input_stays(georgia):
    answer = georgia.post(f"{LIST}new/", form(shares__1__percent="30", place="Tbilisi", outputs="A list"))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The shares add up to 90 %: 10 % are missing to 100 %." in text
    assert all(kept in text for kept in ('value="Tbilisi"', "A list", 'value="30"'))
    assert Activity.objects.count() == 0


def test_every_fault_is_told_at_once(georgia):
    text = georgia.post(f"{LIST}new/", form(title="", shares__1__percent="30")).content.decode()

    assert "Give the activity a title." in text
    assert "10 % are missing" in text


def test_a_button_divides_equally_and_saves_nothing(georgia):
    third = form(**{"shares-TOTAL_FORMS": "3", "shares-2-action": "I.2", "shares-0-percent": "", "equal-shares": "1"})

    text = georgia.post(f"{LIST}new/", third).content.decode()

    assert re.findall(r'name="shares-\d-percent" value="([\d.]+)"', text) == ["33.34", "33.33", "33.33"]
    assert Activity.objects.count() == 0


def test_two_people_who_change_different_facts_lose_nothing(georgia, secretariat):
    made = activity(
        "Training on documents", {"I.1": "0.6", "II.1": "0.4"}, audience="parties", participants=["AM", "GE"]
    )
    address = f"{LIST}{made.pk}/change/"
    secretariat.post(address, form(revision=1, place="Tbilisi"))

    answer = georgia.post(address, form(revision=1, outputs="A list"), follow=True)

    made.refresh_from_db()
    assert (made.place, made.outputs, made.revision) == ("Tbilisi", "A list", 3)
    assert "Somebody else had changed Place; that is kept too." in answer.content.decode()


def test_two_people_who_change_the_same_fact_see_both_and_choose(georgia, secretariat):
    made = activity(
        "Training on documents", {"I.1": "0.6", "II.1": "0.4"}, audience="parties", participants=["AM", "GE"]
    )
    address = f"{LIST}{made.pk}/change/"
    theirs = {"shares-0-percent": "50", "shares-1-percent": "50"}
    secretariat.post(address, form(revision=1, title="Their title", place="Tbilisi", **theirs))

    clash = georgia.post(
        address,
        form(revision=1, title="My title", about="My words", **{"shares-0-percent": "70", "shares-1-percent": "30"}),
    )

    text = clash.content.decode()
    assert clash.status_code == 409
    assert all(
        said in text
        for said in ("Ana changed 2 facts", "Their title", "My title", "I.1 50 %", "My words", 'value="Tbilisi"')
    )
    assert Activity.objects.get().title == "Their title"
    mine = form(
        revision=2,
        title="My title",
        about="My words",
        place="Tbilisi",
        take=["shares"],
        **{"shares-0-percent": "70", "shares-1-percent": "30"},
    )
    georgia.post(address, mine)
    made.refresh_from_db()
    assert (made.title, made.about, made.place) == ("My title", "My words", "Tbilisi")
    assert [share.share for share in made.shares.order_by("action__code")] == [Decimal("0.5"), Decimal("0.5")]


def test_what_was_sent_after_the_session_ended_comes_back_to_its_writer_alone():
    nino, other = person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "GE")
    client = signed_in(nino)
    writer = re.search(r'name="writer" value="([^"]+)"', client.get(f"{LIST}new/").content.decode())[1]
    client.logout()

    sent = client.post(f"{LIST}new/", form(title="Nearly lost", writer=writer))
    assert "/login" in sent.url
    kept = dict(client.session)
    client.force_login(nino, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"{LIST}new/").content.decode()
    assert 'value="Nearly lost"' in page
    assert "Your session had ended" in page

    second = signed_in(other)
    session = second.session
    session["plan.kept-input"] = kept["plan.kept-input"]
    session.save()
    assert "Nearly lost" not in second.get(f"{LIST}new/").content.decode()


def test_a_file_is_kept_while_the_form_is_wrong_and_read_only_with_its_activity(georgia, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = SimpleUploadedFile("report.txt", b"What was done.", content_type="text/plain")
    wrong = georgia.post(f"{LIST}new/", form(title="", documents__0__file=report)).content.decode()
    kept = re.search(r'name="documents-0-kept" value="([^"]+)"', wrong)[1]

    georgia.post(f"{LIST}new/", form(audience="own", documents__0__kept=kept, documents__0__title="Report"))

    document = ActivityDocument.objects.get()
    address = f"/files/{document.file_id}/"
    assert (document.title, georgia.get(address).status_code) == ("Report", 200)
    assert signed_in(person(Role.CONTACT_POINT, "AM")).get(address).status_code == 404


def test_nobody_attaches_a_file_that_another_person_handed_in(georgia, secretariat, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = SimpleUploadedFile("report.txt", b"Not for you.", content_type="text/plain")
    wrong = secretariat.post(f"{LIST}new/", form(title="", documents__0__file=report)).content.decode()
    kept = re.search(r'name="documents-0-kept" value="([^"]+)"', wrong)[1]

    answer = georgia.post(f"{LIST}new/", form(documents__0__kept=kept, documents__0__title="Report"))

    assert answer.status_code == 422
    assert not ActivityDocument.objects.exists()


def test_deleting_asks_first_and_can_be_undone(georgia):
    made = activity()

    assert "in the bin?" in georgia.get(f"{LIST}{made.pk}/delete/").content.decode()
    georgia.post(f"{LIST}{made.pk}/delete/")
    assert georgia.get(f"{LIST}{made.pk}/").status_code == 404
    georgia.post(f"{LIST}{made.pk}/restore/")
    assert georgia.get(f"{LIST}{made.pk}/").status_code == 200


def test_looking_for_look_alikes_saves_nothing(georgia):
    activity("Training on documents, first")

    text = georgia.post(f"{LIST}new/", form(**{"look-alikes": "1"})).content.decode()

    assert "Training on documents, first" in text
    assert Activity.objects.count() == 1


def test_what_an_activity_said_among_its_own_people_stays_with_them_when_it_is_opened(georgia):
    made = activity("Talks with the ministry", audience="own")
    georgia.post(f"{LIST}{made.pk}/change/", {**form(title="A training", audience="own"), "revision": made.revision})
    address = f"/account/marking/plan.activity/{made.pk}/"
    georgia.post(address, {"do": "propose", "marking": "PUBLIC", "reason": "The talks are over."})
    signed_in(person(Role.SECRETARIAT)).post(address, {"do": "confirm"})
    made.refresh_from_db()
    others = [signed_in(person(Role.CONTACT_POINT, "AM")), signed_in(person(Role.OBSERVER, "dialogue"))]

    seen = [one.get(f"{LIST}{made.pk}/").content.decode() for one in others]

    assert (made.title, made.audience) == ("A training", "public")
    assert "Talks with the ministry" in georgia.get(f"{LIST}{made.pk}/").content.decode()
    assert ["changed the activity" in page for page in seen] == [True, True]
    assert ["Talks with the ministry" in page for page in seen] == [False, False]


def test_money_is_written_one_way_on_the_page_and_with_cents_in_files(georgia):
    said = {"fundings__0__source": "Fund A", "fundings__0__pledged": "36500", "fundings__0__paid": "1200.5"}
    address = georgia.post(f"{LIST}new/", form(budget="46000", **said)).url
    page, listed = (georgia.get(one).content.decode() for one in (address, LIST))
    assert re.findall(r"€[\d,.]*\d", page.partition('id="money"')[2].partition("</section>")[0]) == [
        *("€46,000", "€36,500", "€1,200.50", "€9,500"),
        *("€36,500", "€1,200.50"),
    ]
    assert not re.search(r"36500\.00|46,000\.00|46000", page + listed)
    assert "€46,000" in listed
    [row] = csv.DictReader(io.StringIO(georgia.get(LIST, {"download": "csv"}).content.decode("utf-8-sig")))
    assert {"46000.00", "36500.00", "9500.00"} <= set(row.values())


def test_a_file_says_once_what_was_made_for_the_demonstration(georgia):
    some_activities()
    Activity.objects.update(demonstration=True)
    head = next(csv.reader(io.StringIO(georgia.get(LIST, {"download": "csv"}).content.decode("utf-8-sig"))))
    assert [label for label in head if "emonstration" in label] == ["Demonstration data"]


def test_the_page_of_a_party_leads_to_what_it_does_as_far_as_the_reader_sees_it(georgia):
    some_activities()
    complete(stage=Stage.ACCEPTED)

    def said(client: Client) -> dict[str, str]:
        page = BeautifulSoup(client.get("/parties/ge/", follow=True).content, "html.parser")
        return {" ".join(one.text.split()): one["href"] for one in page.select("section:has(> #plan) a")}

    inside, outside = said(georgia), said(Client())
    (words,) = [words for words in inside if "takes part in" in words or "take part in" in words]
    rows = json.loads(georgia.get(inside[words], {"download": "json", "party": "GE"}).content)["rows"]
    assert int(words.split()[0]) == len(rows) > 0
    assert georgia.get(inside["1 on 2026"]).status_code == 200
    assert not any("report" in address for address in outside.values())
