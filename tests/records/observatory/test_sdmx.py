"""The web services of SDMX answer with what is in the store, to whoever may read it, in every form of the standard."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from lxml import etree

from roundtable.ground.trust.public import Role
from roundtable.records.observatory.models import Audience
from roundtable.records.observatory.queries.store import rows_of, store
from roundtable.records.observatory.services import publishing
from roundtable_analytics.sdmx.csv_data import read_csv
from roundtable_analytics.sdmx.json_data import read_json
from roundtable_analytics.sdmx.messages import gathered, typed
from roundtable_analytics.sdmx.rest import media
from roundtable_analytics.sdmx.structures import Constraint, DataStructure, ItemScheme
from roundtable_analytics.sdmx.structures_xml import read_structures
from roundtable_analytics.sdmx.xml_data import read_xml
from tests.factories.observatory import CELLS, LONG_AGO, MAPPING, published, staged, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OTHER = MAPPING.replace("dataset: arrivals", "dataset: departures").replace("Arrivals", "Departures")
DATA = "/sdmx/2.1/data/arrivals"
NEW = "/sdmx/3.0/data/dataflow/ROUNDTABLE/arrivals/1.0"
FORMS = dict.fromkeys([*media.DATA_15, *media.DATA_20])


def asked(client, address, form=None):
    headers = {"Accept": form.media} if form else {}
    return client.get(address, headers=headers)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def tables(answer, form):
    stream = io.BytesIO(body(answer))
    readers = {"csv": read_csv, "json": read_json, "xml": read_xml}
    return gathered(readers[form.kind](stream))


def cells(answer, form):
    """Read an answer back as the cells of the factory."""
    found = []
    for one in tables(answer, form):
        rows = typed(one).rows
        names = ["geo", "sex", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"]
        found += rows.select(name for name in names if name in rows.columns).rows()
    return sorted(found, key=lambda row: row[:3])


def code_of(answer):
    return etree.fromstring(body(answer)).find(".//{*}ErrorMessage").get("code")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.media)
@pytest.mark.parametrize("address", [DATA, NEW])
def test_every_form_holds_every_cell_with_its_kind_of_nothing(client, form, address):
    table()
    published()
    answer = asked(client, address, form)
    assert (answer.status_code, answer["Content-Type"]) == (200, form.media)
    assert cells(answer, form) == sorted(CELLS, key=lambda row: row[:3])


def test_keys_periods_and_numbers_choose_cells_in_both_interfaces(client):
    table()
    published()
    form = media.CSV_20
    for address in (f"{DATA}/AUT.F?startPeriod=2024&format=csv", f"{NEW}/AUT.F?c[TIME_PERIOD]=ge:2024&format=csv"):
        assert cells(asked(client, address, form), form) == [("AUT", "F", "2024", 0.0, None)]
    assert len(cells(asked(client, f"{DATA}/all?lastNObservations=1", form), form)) == 4
    assert {row[4] for row in cells(asked(client, f"{NEW}?c[OBS_STATUS]=Q,L", form), form)} == {"Q", "L"}
    keys = cells(asked(client, f"{DATA}?detail=serieskeysonly", form), form)
    assert keys == [("AUT", "F"), ("AUT", "M"), ("GEO", "F"), ("GEO", "M")]
    for form in (media.GENERIC, media.SPECIFIC, media.XML_30):
        answer = body(asked(client, f"{DATA}?detail=serieskeysonly", form))
        assert (answer.count(b"</Series>") + answer.count(b"</gen:Series>"), answer.count(b"Obs ")) == (4, 0)


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (f"{DATA}/XYZ.", 404, "100"),
        ("/sdmx/2.1/data/nothing", 404, "100"),
        (f"{DATA}/AUT", 400, "140"),
        (f"{DATA}?detail=most", 400, "140"),
        (f"{NEW}?c[age]=Y15", 400, "150"),
        (f"{DATA}?dimensionAtObservation=age", 400, "150"),
        (f"{DATA}?includeHistory=true&format=csv", 501, "501"),
        (f"{DATA}?labels=both&format=csv", 501, "501"),
        (f"{DATA}?format=pdf", 406, "1006"),
        ("/sdmx/2.1/schema/dataflow/ROUNDTABLE/arrivals", 501, "501"),
        ("/sdmx/2.1/categoryscheme", 404, "100"),
        ("/sdmx/3.0/structure/dataflow/OTHER", 404, "100"),
    ],
)
def test_what_is_not_answered_says_why_as_the_standard_does(client, address, status, code):
    table()
    published()
    answer = client.get(address)
    assert (answer.status_code, code_of(answer)) == (status, code)
    told = client.get(address, headers={"Accept": "application/json"} if status != 406 else {})
    assert told.status_code == status or "csv" in address


def test_whoever_may_not_read_a_dataset_is_answered_as_if_it_were_not_there(client):
    table()
    published()
    published(mapping=OTHER, audience=Audience.PARTIES)
    staged(mapping=MAPPING.replace("arrivals", "waiting"))
    for code in ("departures", "waiting"):
        for address in (
            f"/sdmx/2.1/data/{code}",
            f"/sdmx/2.1/availableconstraint/{code}",
            f"/sdmx/2.1/dataflow/all/{code}",
            f"/sdmx/3.0/data/dataflow/*/{code}",
            f"/sdmx/3.0/availability/dataflow/*/{code}",
            f"/sdmx/3.0/structure/codelist/*/CL_{code}_geo",
        ):
            hidden, missing = client.get(address), client.get(address.replace(code, "missing"))
            assert (hidden.status_code, body(hidden)) == (404, body(missing)), address
    assert b"departures" not in body(client.get("/sdmx/2.1/structure/all/all/all?references=all"))
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    answer = client.get("/sdmx/2.1/data/departures")
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert client.get("/sdmx/2.1/data/waiting").status_code == 404


@pytest.mark.parametrize(
    "address", ["/sdmx/2.1/dataflow/ROUNDTABLE/arrivals", "/sdmx/3.0/structure/dataflow/*/arrivals"]
)
def test_a_flow_brings_everything_that_describes_it(client, address):
    table()
    published()
    for form in (media.STRUCTURE_21, media.STRUCTURE_30, media.STRUCTURE_31):
        read = read_structures(io.BytesIO(body(asked(client, f"{address}?references=all", form))))
        [structure] = [one for one in read.found.values() if isinstance(one, DataStructure)]
        assert structure.of("dimension", "time", "measure", "attribute") == (
            *("geo", "sex", "TIME_PERIOD"),
            *(structure.of("measure", "attribute")),
        )
        assert read.codes(structure, "geo") == ("AUT", "GEO")
        assert "Q" in (read.codes(structure, "OBS_STATUS") or ())
        [places] = [one for one in read.found.values() if one.reference.identifier == "CL_arrivals_geo"]
        assert isinstance(places, ItemScheme)
        assert places.items[0].names == {"en": "Austria", "ru": "Австрия"}
        [actual] = [one for one in read.found.values() if isinstance(one, Constraint)]
        assert actual.regions[0].values["TIME_PERIOD"] == ("2023", "2024")
        kinds = {one.kind for one in read.found}
        assert {"ProvisionAgreement", "DataProviderScheme", "ConceptScheme", "Dataflow"} <= kinds
    told = json.loads(body(asked(client, f"{address}?references=all", media.STRUCTURE_JSON_20)))
    assert told["data"]["dataflows"][0]["id"] == "arrivals"


def test_names_come_in_the_languages_that_are_accepted(client):
    table()
    published()
    answer = client.get("/sdmx/2.1/codelist/all/CL_arrivals_geo", headers={"Accept-Language": "ru"})
    read = read_structures(io.BytesIO(body(answer)))
    [places] = list(read.found.values())
    assert isinstance(places, ItemScheme)
    assert places.items[0].names == {"ru": "Австрия"}


def test_availability_says_what_there_is_where_somebody_chooses(client):
    table()
    published(CELLS[:-1])
    form = media.STRUCTURE_30

    def regions(address):
        read = read_structures(io.BytesIO(body(asked(client, address, form))))
        [actual] = [one for one in read.found.values() if isinstance(one, Constraint)]
        return dict(actual.regions[0].values)

    base = "/sdmx/3.0/availability/dataflow/ROUNDTABLE/arrivals/1.0"
    assert regions(f"{base}/GEO.M")["TIME_PERIOD"] == ("2023",)
    assert regions(f"{base}/GEO.M/geo?mode=available") == {"geo": ("AUT", "GEO")}
    assert regions("/sdmx/2.1/availableconstraint/arrivals/GEO.M/all/TIME_PERIOD") == {"TIME_PERIOD": ("2023",)}
    found = read_structures(io.BytesIO(body(asked(client, f"{base}/GEO.*?references=codelist", form))))
    lists = {one.reference.identifier: one for one in found.found.values() if isinstance(one, ItemScheme)}
    assert [item.identifier for item in lists["CL_arrivals_geo"].items] == ["GEO"]
    assert client.get(f"{base}/XYZ.*").status_code == 404


@pytest.fixture
def revised():
    """A vintage, a wrong one that was withdrawn, and one in which a cell changed, one came and one went."""
    table()
    later = (*CELLS[:2], ("AUT", "M", "2023", 6.0, None), *CELLS[3:7], ("GEO", "M", "2025", 1.0, None))
    published()
    wrong = published(CELLS[:4], at=LONG_AGO + 5 * DAY)
    with TestCase.captureOnCommitCallbacks(execute=True):
        publishing.withdraw(wrong, notice="Two columns were swapped.", by=None, at=LONG_AGO + 6 * DAY)
    published(later, at=LONG_AGO + 10 * DAY)
    return later


def test_what_was_known_on_a_day_is_asked_by_as_of_and_what_was_withdrawn_answers_with_its_notice(client, revised):
    form = media.CSV_20
    assert cells(asked(client, NEW, form), form) == sorted(revised, key=lambda row: row[:3])
    then = cells(asked(client, f"{NEW}?asOf=2026-01-11", form), form)
    assert then == sorted(CELLS, key=lambda row: row[:3])
    gone = client.get(f"{NEW}?asOf=2026-01-15T12:00:00Z")
    assert (gone.status_code, code_of(gone), b"Two columns were swapped" in gone.content) == (410, "1010", True)
    assert client.get(f"{NEW}?asOf=2025-01-01").status_code == 404


def test_what_changed_since_is_handed_out_with_what_went(client, revised):
    form = media.CSV_20
    answer = asked(client, f"{NEW}?updatedAfter=2026-01-12", form)
    rows = list(csv.DictReader(io.StringIO(body(answer).decode())))
    told = {(row["ACTION"], row["geo"], row["sex"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows}
    assert told == {
        ("M", "AUT", "M", "2023", "6.0"),
        ("M", "GEO", "M", "2025", "1.0"),
        ("D", "GEO", "M", "2024", ""),
    }
    [kept, went] = tables(asked(client, f"{DATA}?updatedAfter=2026-01-12", media.SPECIFIC), media.SPECIFIC)
    assert (kept.data_set.action, kept.rows.height, went.data_set.action) == ("Append", 2, "Delete")
    # Whoever read what was withdrawn since is given everything anew.
    everything = asked(client, f"{NEW}?updatedAfter=2026-01-15T12:00:00Z", form)
    assert len(cells(everything, form)) == len(revised)
    assert client.get(f"{NEW}?updatedAfter=2026-02-01").status_code == 404
    assert client.get(f"{NEW}?updatedAfter=2026-01-10T00:00:00%2B12:00").status_code == 200


@pytest.mark.parametrize(
    "form", [media.GENERIC, media.SPECIFIC, media.XML_30, media.JSON_20], ids=lambda one: one.media
)
def test_history_holds_each_vintage_that_stands_with_its_days(client, revised, form):
    answer = asked(client, f"{NEW}?includeHistory=true", form)
    text = body(answer)
    assert text.count(b"2026-01-20T00:00:00+00:00") == 3
    readers = {"json": read_json, "xml": read_xml}
    [first, second] = gathered(readers[form.kind](io.BytesIO(text)))
    assert (first.rows.height, second.rows.height) == (len(CELLS), len(revised))


def test_an_answer_that_did_not_change_is_not_sent_again(client):
    table()
    published()
    first = client.get(DATA)
    body(first)
    again = client.get(DATA, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    assert client.get(DATA, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    other = client.get(DATA, headers={"Accept": media.CSV_10.media})
    assert (other["ETag"] != first["ETag"], "Accept" in other["Vary"]) == (True, True)
    lists = client.get("/sdmx/2.1/codelist")
    assert client.get("/sdmx/2.1/codelist", headers={"If-None-Match": lists["ETag"]}).status_code == 304
    published(CELLS[:3], at=LONG_AGO + DAY)
    assert client.get(DATA, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_answer_says_whose_figures_it_holds_and_what_they_may_be_used_for(client):
    table()
    published(demonstration=True)
    answer = client.get(DATA)
    assert "demonstration-arrivals.xml" in answer["Content-Disposition"]
    root = etree.fromstring(body(answer))
    assert root.findtext(".//{*}Test") == "true"
    assert "Source: A ministry. Licence: CC BY 4.0. Release of 2026-01-10." in root.findtext(".//{*}Source")


def test_packed_answers_are_the_same(client):
    import gzip

    table()
    published()
    answer = client.get(DATA, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(answer)) == body(client.get(DATA))


@pytest.mark.parametrize("count", [1, 3])
def test_questions_cost_the_same_for_one_dataset_and_for_three(client, count):
    table()
    for number in range(count):
        published(mapping=MAPPING.replace("dataset: arrivals", f"dataset: arrivals-{number}"))
    for address, most in (
        ("/sdmx/2.1/data/arrivals-0?format=csv", 6),
        ("/sdmx/2.1/structure/all/all/all", 6),
        ("/sdmx/3.0/availability/dataflow/*/arrivals-0/*", 6),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            body(client.get(address))
        assert len(found) <= most, "\n".join(query["sql"][:150] for query in found)


@pytest.mark.parametrize("address", [DATA, "/sdmx/2.1/availableconstraint/arrivals", "/observatory/arrivals/explore/"])
def test_an_older_database_does_not_bring_back_what_was_withdrawn(client, address):
    """The notice beside the rows still answers, and a withdrawal can be said again."""
    table()
    stands = published()
    store().withdraw(rows_of(stands), notice="Two columns were exchanged.", at=LONG_AGO + DAY)

    answer = client.get(address)
    assert answer.status_code == 410
    assert "Two columns were exchanged." in body(answer).decode()
    publishing.withdraw(stands, notice="Two columns were exchanged.", by=None, at=LONG_AGO + DAY)
    assert client.get(address).status_code == 410
