"""The gate in the web: hand a table in, see what it would become, answer, publish, withdraw; without scripts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.kernel.tasks.doing import do
from roundtable.kernel.tasks.models import Job
from roundtable.records.observatory.models import Finding, Intake, State, Vintage
from tests.factories.observatory import MAPPING, published, staged, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
CSV = b"geo,sex,year,people\nAUT,F,2023,800\nAUT,F,2024,3\nGEO,F,2024,\n"


def _text(answer):
    return answer.content.decode()


def sent(client, body=CSV, mapping=MAPPING, **more):
    upload = SimpleUploadedFile("arrivals.csv", body, content_type="text/csv")
    return client.post("/observatory/load/", {"file": upload, "shipped": "own", "own": mapping, **more}, follow=True)


def test_a_table_is_handed_in_looked_at_loaded_answered_published_and_withdrawn(client, officer):
    table()
    page = sent(client, data_date="2024-12-31")
    text = _text(page)
    assert page.status_code == 200
    assert "3 rows for the dataset “arrivals”. Nothing is loaded yet." in text
    assert "A fall of 99%" in text
    assert not Vintage.objects.exists()

    intake = Intake.objects.get()
    address = reverse("observatory:intake", args=[intake.pk])
    assert "The worker is loading" in _text(client.post(address, follow=True))
    client.post(address)
    do(Job.objects.get().pk)
    load = client.get(address, follow=True)
    vintage = Vintage.objects.get()
    assert load.redirect_chain[-1][0] == reverse("observatory:vintage", args=["arrivals", vintage.pk])
    assert (vintage.loaded_by, str(vintage.data_date)) == (officer, "2024-12-31")

    at = load.redirect_chain[-1][0]
    assert client.post(f"{at}publish/", {"release_at": ""}).status_code == 422
    assert client.post(f"{at}answer/", {"answer": "accepted", "reason": "Closed."}).status_code == 422
    answered = client.post(f"{at}answer/", {"answer": "accepted", "reason": "Closed.", "all": "1"}, follow=True)
    assert "One finding is answered." in _text(answered)
    assert "The load is published." in _text(client.post(f"{at}publish/", {"release_at": ""}, follow=True))
    assert "Closed." in _text(client.get("/observatory/arrivals/log/"))
    assert client.post(f"{at}withdraw/", {"notice": ""}).status_code == 422
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(f"{at}withdraw/", {"notice": "It was wrong."})
    vintage.refresh_from_db()
    assert (vintage.state, vintage.notice) == (State.WITHDRAWN, "It was wrong.")


@pytest.mark.parametrize(
    ("body", "mapping", "sentence"),
    [
        (CSV, "dataset: 7", "The mapping cannot be used"),
        (CSV, "", "Write a mapping"),
        (b"geo,sex\nAUT,F\n", MAPPING, "The table has no column"),
        (CSV.replace(b"800", b"many"), MAPPING, "is no number"),
    ],
)
def test_what_cannot_be_read_says_where_and_why_and_loads_nothing(client, officer, body, mapping, sentence):
    assert officer
    page = sent(client, body, mapping)
    assert (page.status_code, sentence in _text(page)) == (422, True)
    assert not Vintage.objects.exists()


def test_ticked_findings_are_answered_one_by_one_and_a_load_is_refused(client, officer):
    assert officer
    cells = [("AUT", sex, year, people, None) for sex in "FM" for year, people in (("2023", 800.0), ("2024", 2.0))]
    waiting = staged(cells)
    at = reverse("observatory:vintage", args=["arrivals", waiting.pk])
    one, other = Finding.objects.filter(vintage=waiting)
    client.post(f"{at}answer/", {"answer": "refused", "reason": "No.", "finding": [one.pk]})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.answer, other.answer) == ("refused", "")
    client.post(f"{at}refuse/", {"notice": "A typing error."})
    waiting.refresh_from_db()
    assert waiting.state == State.REFUSED


def test_what_is_said_of_a_dataset_is_changed_and_remembered(client, officer):
    assert officer
    published()
    page = client.get("/observatory/arrivals/change/")
    assert "Arrivals" in _text(page)
    said = {"title_en": "People who came", "title_ru": "Прибытия", "audience": "parties", "source": "A", "licence": "B"}
    assert "is changed" in _text(client.post("/observatory/arrivals/change/", said, follow=True))
    client.logout()
    assert client.get("/observatory/arrivals/").status_code == 404


def test_a_definition_is_written_and_graded_and_a_break_needs_its_day(client, officer):
    assert officer
    made = published()
    said = {"concept": "immigration", "source": "sample survey", "undercount": "low", "rounded_to": "5"}
    said |= {"months_apply": "on", "months": "12", "covers": "everybody", "reference": "calendar year"}
    wrong = client.post("/observatory/arrivals/definition/", {**said, "breaks": "in spring it broke"})
    assert (wrong.status_code, "does not begin with a day" in _text(wrong)) == (422, True)
    page = client.post("/observatory/arrivals/definition/", {**said, "breaks": "2024-01-01 A new form."}, follow=True)
    for words in ("12 months", "B: with care", "it is no count of a register", "A new form."):
        assert words in _text(page)
    assert "survey of a sample" in _text(client.get("/observatory/arrivals/definition/"))
    made.dataset.refresh_from_db()
    assert made.dataset.sheet["breaks"] == [{"on": "2024-01-01", "why": "A new form."}]


def test_what_the_staff_do_is_not_there_for_others(client):
    waiting = staged()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    at = reverse("observatory:vintage", args=["arrivals", waiting.pk])
    for address in ("/observatory/load/", "/observatory/arrivals/change/", "/observatory/arrivals/definition/", at):
        assert client.get(address).status_code == 404
    for deed in ("answer", "publish", "refuse", "withdraw"):
        assert client.post(f"{at}{deed}/", {"notice": "x"}).status_code == 404
