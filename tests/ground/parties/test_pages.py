"""Pages of the table: read by everybody, changed by those who may, without scripts."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from roundtable.ground.parties.exports import parties_map
from roundtable.ground.parties.models import ContactCard, Institution, Participation, Party, Stakeholder
from roundtable.ground.parties.public import Panel, panels
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.public import Role, history_of
from roundtable.ui.charts.maps import REGION
from roundtable.ui.charts.rules import faults
from tests.factories.parties import (
    ContactCardFactory,
    DialogueFactory,
    InstitutionFactory,
    PartyFactory,
    StakeholderFactory,
)
from tests.factories.trust import TermFactory, person

pytestmark = pytest.mark.django_db
FOOTNOTE = "* This designation is without prejudice to positions on status"


@pytest.fixture
def secretariat(client):
    officer = person(Role.SECRETARIAT)
    client.force_login(officer)
    return officer


@pytest.fixture
def georgian(client):
    contact = person(Role.CONTACT_POINT, "GE")
    client.force_login(contact)
    return contact


def test_everybody_reads_the_list_on_a_day_and_its_footnote(client):
    seed()
    page = client.get("/parties/", {"day": "2021-05-01"}).content.decode()
    assert "50 Parties took part" in page
    assert FOOTNOTE in page
    assert "imply no opinion on the legal status" in page


def test_a_day_that_is_none_is_said_to_be_wrong_and_the_list_is_of_today(client):
    seed()
    page = client.get("/parties/", {"day": "2021-13-01"}).content.decode()
    assert "48 Parties take part" in page
    assert "faulty" in page


def test_a_word_of_the_address_that_means_nothing_is_told_and_a_wrong_day_gives_no_file(client):
    DialogueFactory()
    PartyFactory(code="GE")
    page = client.get("/parties/?on=2020-01-01&day=2026-11-24").content.decode()
    assert "This list has no filter “on”; it was left out." in page
    assert "has no filter" not in client.get("/parties/?day=2026-11-24&q=g&group=parties&columns=all").content.decode()

    refused = client.get("/parties/?day=yesterday&download=csv")
    assert refused.status_code == 422
    assert "Write the day as 2026-11-24." in refused.content.decode()


def test_words_narrow_the_list_and_nothing_found_says_what_to_do(client):
    seed()
    page = client.get("/parties/", {"q": "turkey"}).content.decode()
    assert (page.count("Türkiye"), FOOTNOTE in page) == (1, False)
    assert "Nothing matches" in client.get("/parties/", {"q": "atlantis"}).content.decode()


def test_the_footnote_travels_into_every_file(client):
    seed()
    asked = {"day": "2026-11-24", "group": "parties"}
    lines = client.get("/parties/", {**asked, "download": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert len(rows) == 48
    [kosovo] = [row for row in rows if row["Code"] == "XK"]
    assert kosovo["Name"] == "Kosovo*"
    assert kosovo["Footnote to the designation"].lstrip("'").startswith(FOOTNOTE)
    whole = json.loads(client.get("/parties/", {**asked, "download": "json"}).content)
    assert len(whole["rows"]) == 48
    assert any(note.startswith(FOOTNOTE) for note in whole["notes"])
    assert "12629/22" in whole["source"]
    book = load_workbook(io.BytesIO(client.get("/parties/", {**asked, "download": "xlsx"}).content))
    said = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value]
    assert sum(text.startswith(FOOTNOTE) for text in said) == 2


def test_the_api_gives_the_rows_of_the_page_with_footnote_and_etag(client):
    seed()
    answer = client.get("/api/v1/parties/", {"on": "2022-06-01", "group": "parties"})
    whole = answer.json()
    assert (whole["on"], whole["count"], whole["pages"]) == ("2022-06-01", 49, 1)
    assert any(note.startswith(FOOTNOTE) for note in whole["notes"])
    [kosovo] = [item for item in whole["items"] if item["code"] == "XK"]
    assert (kosovo["name"], kosovo["footnote"][:2]) == ("Kosovo*", "* ")
    again = client.get("/api/v1/parties/", {"on": "2022-06-01", "group": "parties"}, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304
    assert client.get("/api/v1/parties/", {"kind": "partner", "on": "2026-11-24"}).json()["count"] == 5
    assert client.get("/api/v1/parties/", {"on": "yesterday"}).status_code == 422


def test_the_api_tells_every_fact_about_one_entry(client):
    seed()
    russia = client.get("/api/v1/parties/ru", {"on": "2026-11-24"}).json()
    assert (russia["standing"], russia["standing_assumed"], len(russia["facts"])) == ("not-participating", True, 2)
    assert [(meeting["first_day"], meeting["invited"]) for meeting in russia["meetings"]] == [("2022-05-12", False)]
    assert client.get("/api/v1/parties/zz").status_code == 404


def test_stakeholders_are_for_those_who_take_part(client):
    StakeholderFactory()
    assert client.get("/api/v1/parties/stakeholders").status_code == 401
    assert client.get("/parties/stakeholders/").status_code == 302
    client.force_login(person())
    assert client.get("/api/v1/parties/stakeholders").status_code == 404
    client.force_login(person(Role.OBSERVER))
    assert client.get("/api/v1/parties/stakeholders").json()["count"] == 1


def test_the_page_of_a_party_says_what_is_assumed_and_what_belongs_to_a_meeting(client):
    seed()
    page = client.get("/parties/BY/").content.decode()
    assert "Not stated in the source" in page
    assert "This is a fact of that meeting" in page
    assert "(assumed)" in page


def test_people_are_shown_to_those_who_take_part_and_to_nobody_else(client, georgian):
    PartyFactory()
    ContactCardFactory(user=georgian, phone="+995 32 000 000")
    assert georgian.email in client.get("/parties/GE/").content.decode()
    client.logout()
    page = client.get("/parties/GE/").content.decode()
    assert (georgian.email in page, "+995 32" in page) == (False, False)


def test_another_rooms_panel_is_shown_on_the_page_of_a_party(client):
    PartyFactory()
    panel = Panel(1, "parties/_notes.html", lambda _request, code: {"for": code} if code == "GE" else None)
    panels.add(panel)
    try:
        page = client.get("/parties/GE/").content.decode()
    finally:
        panels._things.remove(panel)
    assert page.count("Notes to designations") == 2


def test_a_contact_point_adds_and_changes_an_institution_and_the_history_tells(client, georgian):
    PartyFactory()
    said = {"name_en": "Ministry of Rivers", "name_ru": "Министерство рек", "kind": "ministry"}
    assert client.post("/parties/GE/institutions/new/", said).status_code == 302
    kept = Institution.objects.get()
    assert (kept.code, kept.name.data) == (
        "ge-ministry-of-rivers",
        {"en": "Ministry of Rivers", "ru": "Министерство рек"},
    )
    changed = {**said, "kind": "agency", "revision": kept.revision}
    assert client.post(f"/parties/institutions/{kept.code}/change/", changed).status_code == 302
    assert Institution.objects.get().kind == "agency"
    page = client.get(f"/parties/institutions/{kept.code}/").content.decode()
    assert "added the institution" in page
    assert '<del dir="auto">Ministry</del> → <ins dir="auto">Agency or service</ins>' in page


def test_a_form_that_is_refused_keeps_what_was_typed(client, georgian):
    PartyFactory()
    answer = client.post(
        "/parties/GE/institutions/new/", {"name_en": "", "name_ru": "Министерство рек", "kind": "ministry"}
    )
    assert (answer.status_code, "Министерство рек" in answer.content.decode()) == (422, True)
    assert not Institution.objects.exists()


def test_another_partys_contact_point_finds_nothing_to_change(client, georgian):
    moldova = PartyFactory(code="MD", iso3="MDA")
    theirs = InstitutionFactory(party=moldova, code="md-ministry")
    stakeholder = StakeholderFactory(party=moldova)
    moldovan = person(Role.CONTACT_POINT, "MD")
    addresses = [
        f"/parties/institutions/{theirs.code}/change/",
        "/parties/MD/institutions/new/",
        f"/parties/stakeholders/{stakeholder.pk}/change/",
        f"/parties/MD/people/{moldovan.pk}/card/",
        "/parties/MD/designation/",
        "/parties/MD/facts/",
        "/parties/dialogue/",
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 7
    assert client.post(f"/parties/stakeholders/{stakeholder.pk}/delete/").status_code == 404


def test_two_people_at_one_institution_both_see_it_and_neither_loses_a_word(client, georgian):
    kept = InstitutionFactory(party=PartyFactory(), code="ge-one", name={"en": "One"})
    address = "/parties/institutions/ge-one/change/"
    first = {"name_en": "First", "kind": "ministry", "revision": kept.revision}
    assert client.post(address, first).status_code == 302
    second = {"name_en": "Second", "kind": "ministry", "revision": kept.revision}
    answer = client.post(address, second)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ('value="Second"' in page, "Now it says: First" in page) == (True, True)
    again = {"name_en": "Second", "kind": "ministry", "revision": kept.revision + 1}
    assert client.post(address, again).status_code == 302
    assert Institution.objects.get().name.data["en"] == "Second"


def test_a_person_writes_the_own_card_and_the_history_holds_no_number(client):
    PartyFactory()
    expert = person(Role.CONTRIBUTOR, "GE")
    client.force_login(expert)
    said = {"title": "Adviser", "phone": "+995 32 12 34 56", "speaks": "English"}
    assert client.post(f"/parties/GE/people/{expert.pk}/card/", said).status_code == 302
    card = ContactCard.objects.get()
    assert (card.title, card.phone) == ("Adviser", "+995 32 12 34 56")
    (line,) = history_of(card, expert, at=timezone.now())
    assert [(one.label, one.after) for one in line.changes] == [("Changed", "Telephone, Working languages, Position")]
    colleague = person(Role.CONTRIBUTOR, "GE")
    assert client.get(f"/parties/GE/people/{colleague.pk}/card/").status_code == 404


def test_no_card_is_written_for_somebody_without_a_function_there(client, secretariat):
    PartyFactory()
    assert client.get(f"/parties/GE/people/{secretariat.pk}/card/").status_code == 404


def test_the_secretariat_changes_a_designation_only_with_its_source(client, secretariat):
    DialogueFactory()
    PartyFactory()
    said = {"designation_en": "Georgia", "footnote_mark": "", "zone": "Asia/Tbilisi", "designation_source": ""}
    assert client.post("/parties/GE/designation/", said).status_code == 422
    marked = {**said, "footnote_mark": "†", "footnote_en": "A note.", "designation_source": "Letter 7 of 1 May 2026"}
    assert client.post("/parties/GE/designation/", marked).status_code == 302
    assert "Georgia†" in client.get("/parties/").content.decode()
    assert "† A note." in client.get("/parties/").content.decode()
    assert "Letter 7 of 1 May 2026" in client.get("/parties/GE/").content.decode()


def test_a_mark_without_its_footnote_is_refused(client, secretariat):
    PartyFactory()
    said = {"footnote_mark": "†", "zone": "Asia/Tbilisi", "designation_source": "Letter 7"}
    answer = client.post("/parties/GE/designation/", said)
    assert "Say what the mark means" in answer.content.decode()


def test_facts_are_added_changed_put_into_the_bin_and_brought_back(client, secretariat):
    PartyFactory(facts=False)
    said = {"standing": "not-participating", "starts": "2026-01-01", "start_assumed": "on", "source": "Note 1"}
    assert client.post("/parties/GE/facts/", {**said, "ends": "2025-01-01"}).status_code == 422
    assert client.post("/parties/GE/facts/", said).status_code == 302
    fact = Participation.objects.get()
    assert (fact.standing, fact.starts, fact.start_assumed) == ("not-participating", date(2026, 1, 1), True)
    changed = {**said, "source": "Note 2", "revision": fact.revision}
    assert client.post(f"/parties/GE/facts/{fact.pk}/", changed).status_code == 302
    assert client.post(f"/parties/GE/facts/{fact.pk}/delete/").status_code == 302
    assert "Our source says nothing about it" in client.get("/parties/GE/").content.decode()
    assert client.post(f"/parties/GE/facts/{fact.pk}/restore/").status_code == 302
    page = client.get("/parties/GE/").content.decode()
    assert "Note 2" in page
    assert "took a fact about taking part out of the bin" in page


def test_what_was_deleted_can_be_brought_back_for_thirty_days_and_not_after(client, secretariat):
    recent = StakeholderFactory(deleted_at="2000-01-01T00:00:00Z")
    assert client.post(f"/parties/stakeholders/{recent.pk}/restore/").status_code == 403
    assert Stakeholder.objects.get().deleted_at is not None


def test_a_contact_point_names_a_stakeholder_for_the_own_party_alone(client, georgian):
    PartyFactory()
    PartyFactory(code="MD", iso3="MDA")
    said = {"name": "City council", "kind": "municipality", "codes": "IV.3; I.1.b", "party": "MD"}
    assert client.post("/parties/stakeholders/new/", said).status_code == 422
    assert client.post("/parties/stakeholders/new/", {**said, "party": "GE"}).status_code == 302
    kept = Stakeholder.objects.get()
    assert (kept.party_id, kept.codes) == ("GE", ["IV.3", "I.1.b"])
    wrong = client.post("/parties/stakeholders/new/", {**said, "party": "GE", "codes": "4.3"})
    assert "is not a code of the plan" in wrong.content.decode()
    assert "City council" in client.get("/parties/stakeholders/", {"kind": "municipality"}).content.decode()
    assert client.post(f"/parties/stakeholders/{kept.pk}/delete/").status_code == 302
    assert "City council" not in client.get("/parties/stakeholders/").content.decode()
    assert client.post(f"/parties/stakeholders/{kept.pk}/restore/").status_code == 302
    assert "City council" in client.get("/parties/stakeholders/").content.decode()


def test_the_secretariat_says_whose_names_are_shown(client, secretariat):
    seed()
    said = {
        "name_en": "Prague Process",
        "short_name_en": "Prague Process",
        "zone": "Europe/Vienna",
        "naming": "declaration",
    }
    assert client.post("/parties/dialogue/", said).status_code == 302
    assert "Turkey" in client.get("/parties/TR/").content.decode()


def test_institutions_are_found_in_every_script_and_say_demonstration(client):
    InstitutionFactory(code="ge-rivers", name={"en": "Rivers", "ru": "Министерство рек"}, demonstration=True)
    InstitutionFactory(code="ge-roads", name={"en": "Roads"})
    page = client.get("/parties/institutions/", {"q": "министерство"}).content.decode()
    assert ("Rivers" in page, "Roads" in page, "Demonstration data" in page) == (True, False, True)
    whole = json.loads(client.get("/parties/institutions/", {"download": "json"}).content)
    assert (len(whole["rows"]), whole["demonstration"]) == (2, True)


def test_an_institution_of_kosovo_carries_the_footnote_in_csv(client):
    seed()
    InstitutionFactory(party=Party.objects.get(pk="XK"), code="xk-one")
    lines = client.get("/parties/institutions/", {"download": "csv"}).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(lines))
    assert (row["Party"], row["Footnote to the designation"].lstrip("'").startswith(FOOTNOTE)) == ("Kosovo*", True)


@pytest.fixture
def cost(client):
    def counted(addresses):
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            found[address] = len(seen)
        return found

    return counted


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_row_and_for_three(client, count, cost, georgian):
    seed()
    party = Party.objects.get(pk="GE")
    for _number in range(count):
        InstitutionFactory(party=party)
        StakeholderFactory(party=party)
    client.get("/parties/")
    costs = {"/parties/": 4, "/parties/institutions/": 7, "/parties/stakeholders/": 7}
    assert cost(costs) == costs


def test_the_page_of_a_party_costs_the_same_for_one_and_for_three_and_at_most_fifteen(client, cost, georgian):
    seed()
    party = Party.objects.get(pk="GE")
    counts = []
    for _more in (1, 2):
        for _number in range(_more):
            ContactCardFactory(party=party, user=TermFactory(scope="GE", role=Role.CONTRIBUTOR).user)
            InstitutionFactory(party=party)
        client.get("/parties/GE/")
        counts.append(cost(["/parties/GE/"])["/parties/GE/"])
    assert counts[0] == counts[1] <= 15


def test_the_map_keeps_the_rules_of_charts_and_carries_the_footnote_into_every_file(client):
    if not REGION.exists():
        pytest.skip("the outlines of the map were not fetched (make setup)")
    seed()
    chart = parties_map(date(2026, 11, 24))
    assert faults(chart) == []
    assert (chart.title, len(chart.rows)) == ("48 Parties take part on 24 November 2026", 50)
    assert "1244/1999" in client.get("/parties/map/").content.decode()
    files = {form: client.get(f"/parties/map.{form}", {"day": "2026-11-24"}) for form in ("svg", "json", "csv", "png")}
    assert {form: answer.status_code for form, answer in files.items()} == dict.fromkeys(files, 200)
    assert [("1244/1999" in files[form].content.decode()) for form in ("svg", "json")] == [True, True]
    assert client.get("/parties/map.exe").status_code == 404


@pytest.mark.parametrize("language", ["en", "ru", "uk", "tr", "ar", "fa-af"])
def test_pages_are_read_in_every_language(client, language):
    seed()
    client.cookies["language"] = language
    page = client.get(reverse("parties:party", args=["XK"])).content.decode()
    assert f'lang="{language}"' in page
    assert "1244/1999" in page or "۱۲۴۴/۱۹۹۹" in page


def test_a_day_that_is_none_is_answered_with_how_to_write_one(client):
    page = client.get("/parties/", {"day": "abc"}).content.decode()
    assert "Write the day as 2026-11-24." in page
