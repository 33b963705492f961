"""Pages of figures: the catalogue, a dataset, the explorer and its files, for whoever a dataset is for."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from roundtable.ground.trust.public import Role
from roundtable.records.observatory.models import Audience
from roundtable.records.observatory.services import publishing
from tests.factories.observatory import CELLS, LONG_AGO, MAPPING, published, staged, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
OTHER = MAPPING.replace("dataset: arrivals", "dataset: departures").replace("Arrivals", "Departures")


def _text(answer):
    return answer.content.decode()


def test_everybody_reads_what_is_for_everybody_and_nobody_else_what_is_not(client):
    table()
    published()
    published(mapping=OTHER, audience=Audience.PARTIES)
    staged(mapping=MAPPING.replace("arrivals", "waiting"))
    assert "Departures" not in _text(client.get("/observatory/"))
    for name in ("", "explore/", "explore.csv", "log/"):
        assert client.get(f"/observatory/arrivals/{name}").status_code == 200
        assert client.get(f"/observatory/departures/{name}").status_code == 404
        assert client.get(f"/observatory/waiting/{name}").status_code == 404
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert "Departures" in _text(client.get("/observatory/"))
    assert client.get("/observatory/departures/explore/").status_code == 200
    assert client.get("/observatory/waiting/").status_code == 404


def test_the_list_is_searched_in_every_language_narrowed_and_handed_out_as_it_is_shown(client):
    table()
    published()
    published(mapping=OTHER, demonstration=True)
    assert "Departures" not in _text(client.get("/observatory/?q=ПРИБЫТИЯ&demonstration=no"))
    rows = list(
        csv.DictReader(io.StringIO(client.get("/observatory/?download=csv&q=arrivals").content.decode("utf-8-sig")))
    )
    assert [(row["Dataset"], row["Rows"], row["Licence"]) for row in rows] == [("Arrivals", "8", "CC BY 4.0")]


def test_the_same_address_with_an_ending_gives_the_same_answer_as_a_file(client):
    table()
    published()
    question = "look=lines&by=geo&in-geo=AUT&in-sex=F&start=2023&end=2024"
    page = _text(client.get(f"/observatory/arrivals/explore/?{question}"))
    assert "Source: A ministry" in page
    for ending in ("csv", "xlsx", "json", "parquet", "svg", "png", "vega", "metadata.json"):
        answer = client.get(f"/observatory/arrivals/explore.{ending}?{question}")
        assert answer.status_code == 200, ending
    told = json.loads(client.get(f"/observatory/arrivals/explore.metadata.json?{question}").content)
    assert (told["licence"], told["periods"], told["dimensions"]["sex"]["codes"]) == (
        "CC BY 4.0",
        ["2023", "2024"],
        ["F"],
    )
    listed = client.get(f"/observatory/arrivals/explore.csv?{question}").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in listed[1:]] == [
        ['"AUT"', '"Austria"', '"2023"', "7"],
        ['"AUT"', '"Austria"', '"2024"', "0"],
    ]
    assert client.get("/observatory/arrivals/explore.exe").status_code == 404


def test_what_an_address_asks_and_nobody_understands_is_told_and_refused_to_machines(client):
    table()
    published()
    page = client.get("/observatory/arrivals/explore/?look=pie&in-age=Y15&start=soon")
    assert page.status_code == 200
    for sentence in ("“pie” is no way", "not divided by “age”", "“soon” is no period"):
        assert sentence in _text(page)
    assert client.get("/observatory/arrivals/explore.csv?look=pie").status_code == 422


def test_what_was_withdrawn_answers_with_its_notice(client):
    table()
    first = published()
    wrong = published(CELLS[:4], at=LONG_AGO + timedelta(days=5))
    with TestCase.captureOnCommitCallbacks(execute=True):
        publishing.withdraw(wrong, notice="Two columns were swapped.", by=None, at=LONG_AGO + timedelta(days=6))
    gone = client.get("/observatory/arrivals/explore/?as_of=2026-01-16")
    assert (gone.status_code, "Two columns were swapped." in _text(gone)) == (410, True)
    assert client.get("/observatory/arrivals/explore/?as_of=2026-01-11").status_code == 200
    assert client.get("/observatory/arrivals/explore/").status_code == 200
    assert "Two columns were swapped." in _text(client.get(first.dataset.get_absolute_url()))


def test_figures_that_may_not_be_added_up_are_not(client):
    table()
    published(mapping=MAPPING.replace("unit: persons", "unit: percent"))
    page = client.get("/observatory/arrivals/explore/?by=geo&in-sex=F&in-sex=M")
    assert (page.status_code, "cannot be added up" in _text(page)) == (422, True)
    assert "F alone: these figures cannot be added up" in _text(
        client.get("/observatory/arrivals/explore/?by=geo")
    ).replace("women and girls", "F")


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_dataset_and_for_three(client, count):
    table()
    for number in range(count):
        published(mapping=MAPPING.replace("dataset: arrivals", f"dataset: arrivals-{number}"))
    client.force_login(person(Role.SECRETARIAT))
    client.get("/observatory/")
    for address, most in (
        ("/observatory/", 15),
        ("/observatory/arrivals-0/", 15),
        ("/observatory/arrivals-0/explore/", 15),
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= most, "\n".join(query["sql"][:150] for query in asked)
