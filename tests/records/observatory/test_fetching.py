"""Figures are fetched from services over the one door; a local server answers in the services' forms."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.core.management import CommandError, call_command

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.domain.question import Question
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries.answers import answer
from roundtable.records.observatory.queries.words import Labels
from roundtable.records.observatory.services import fetching, publishing
from tests.factories.observatory import LONG_AGO

pytestmark = pytest.mark.django_db

STRUCTURE = """<?xml version="1.0" encoding="UTF-8"?>
<mes:Structure xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:str="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
 xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<mes:Header><mes:ID>X</mes:ID><mes:Test>false</mes:Test><mes:Prepared>2026-01-01T00:00:00Z</mes:Prepared>
<mes:Sender id="ESTAT"/></mes:Header>
<mes:Structures>
<str:Dataflows><str:Dataflow id="ASYL" agencyID="ESTAT" version="1.0">
<com:Name xml:lang="en">Asylum applicants</com:Name><str:Structure>
<Ref id="ASYL" agencyID="ESTAT" version="1.0" class="DataStructure"/></str:Structure></str:Dataflow></str:Dataflows>
<str:Codelists><str:Codelist id="GEO" agencyID="ESTAT" version="1.0"><com:Name xml:lang="en">Geo</com:Name>
<str:Code id="DE"><com:Name xml:lang="en">Germany</com:Name></str:Code>
<str:Code id="TOTAL"><com:Name xml:lang="en">Everywhere</com:Name></str:Code></str:Codelist></str:Codelists>
<str:DataStructures><str:DataStructure id="ASYL" agencyID="ESTAT" version="1.0"><com:Name xml:lang="en">Asyl</com:Name>
<str:DataStructureComponents><str:DimensionList id="DimensionDescriptor">
<str:Dimension id="freq" position="1"/>
<str:Dimension id="geo" position="2"><str:LocalRepresentation><str:Enumeration>
<Ref id="GEO" agencyID="ESTAT" version="1.0" class="Codelist"/></str:Enumeration>
</str:LocalRepresentation></str:Dimension>
<str:TimeDimension id="TIME_PERIOD" position="3"/></str:DimensionList>
<str:AttributeList id="AttributeDescriptor">
<str:Attribute id="OBS_FLAG" assignmentStatus="Conditional"/></str:AttributeList>
<str:MeasureList id="MeasureDescriptor"><str:PrimaryMeasure id="OBS_VALUE"/></str:MeasureList>
</str:DataStructureComponents></str:DataStructure></str:DataStructures>
</mes:Structures></mes:Structure>
"""
DATA = (
    "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:ASYL(1.0),01/01/26,A,DE,2023,120,\nESTAT:ASYL(1.0),01/01/26,A,DE,2024,,c\n"
    "ESTAT:ASYL(1.0),01/01/26,A,TOTAL,2023,500,b\nESTAT:ASYL(1.0),01/01/26,A,TOTAL,2024,0,\n"
)


class Service(BaseHTTPRequestHandler):
    asked: list = []

    def do_GET(self):
        type(self).asked.append(self.path)
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        status, kind, body = 200, "application/json", ""
        if parts.path.startswith("/none/"):
            status = 404
        elif parts.path.startswith("/population/"):
            page = int(asked["page"])
            item = {"year": 2020 + page, "coo_iso": "SYR", "coa_iso": "TUR", "refugees": 5 * page, "idps": "-"}
            body = json.dumps({"maxPages": 2, "items": [item]})
        elif parts.path.startswith("/v2/"):
            rows = [
                {"countryiso3code": "UKR", "date": "2020", "value": None},
                {"countryiso3code": "GEO", "date": "2020", "value": 1.5},
                {"countryiso3code": "", "date": "2020", "value": 9},
            ]
            body = json.dumps([{"pages": 1}, rows])
        elif "/dataflow/" in parts.path:
            kind, body = "application/xml", STRUCTURE
        elif "/data/" in parts.path:
            kind, body = "application/vnd.sdmx.data+csv;version=1.0.0", DATA
        else:
            status = 404
        told = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def service():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    Service.asked = []
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(name, **wanted):
    with httpx.Client(trust_env=False) as client:
        made = fetching.fetch(
            name,
            fetching.Wanted(**wanted),
            client=client,
            by=None,
            at=LONG_AGO,
            wait=lambda _seconds: None,
            audience="public",
        )
    numbers = [one.pk for one in made.findings.all()]
    publishing.answer(made, numbers, accepted=True, reason="So.", by=None, at=LONG_AGO)
    return publishing.publish(made, by=None, at=LONG_AGO)


def cells(made, **codes):
    found = answer(Question(by="geo", codes=codes), made)
    return {(code, period): (cell.value, cell.status) for code, period, cell in found.rows()}


def test_a_flow_of_sdmx_comes_in_with_its_structure_its_words_and_its_flags(service, home):
    made = fetched("eurostat", flow="ESTAT,ASYL", service=service, start="2023")
    assert (made.dataset.code, str(made.dataset.title), made.dataset.source) == (
        "estat-asyl",
        "Asylum applicants",
        "ESTAT",
    )
    assert cells(made) == {
        ("DE", "2023"): (120.0, ""),
        ("DE", "2024"): (None, "Q"),
        ("TOTAL", "2023"): (500.0, "B"),
        ("TOTAL", "2024"): (0.0, ""),
    }
    assert Labels(made.dataset).code("geo", "TOTAL") == "Everywhere"
    kept = sorted(one.suffix for one in (home / "answers" / "eurostat").iterdir())
    assert kept == [".answer", ".answer", ".json", ".json"]
    facts = [json.loads(one.read_text()) for one in (home / "answers" / "eurostat").glob("*.json")]
    assert all({"address", "fetched_at", "digest", "licence"} <= set(one) for one in facts)
    assert any("startPeriod=2023" in path for path in Service.asked)


def test_pages_of_figures_come_in_from_unhcr_and_the_world_bank(service):
    made = fetched("unhcr", service=service)
    found = answer(Question(by="asylum", codes={"MEASURE": ("refugees",)}), made)
    assert [(period, cell.value) for _code, period, cell in found.rows()] == [("2021", 5.0), ("2022", 10.0)]
    idps = answer(Question(by="asylum", codes={"MEASURE": ("idps",)}), made)
    assert {cell.status for _code, _period, cell in idps.rows()} == {"L"}

    bank = fetched("worldbank", service=service, indicator="SM.POP.NETM")
    assert bank.dataset.code == "worldbank-sm-pop-netm"
    assert cells(bank) == {("UKR", "2020"): (None, "L"), ("GEO", "2020"): (1.5, "")}


def test_what_cannot_be_asked_or_is_not_answered_says_so(service):
    with pytest.raises(Invalid, match="Name a flow"):
        fetched("eurostat", flow="nothing", service=service)
    with pytest.raises(fetching.NoAnswer, match="404"):
        fetched("sdmx", flow="X,Y", service=f"{service}/none", version="3.0")


def test_the_command_calls_no_host_that_nobody_listed(settings):
    settings.ROUNDTABLE_OUTGOING = []
    with pytest.raises(CommandError, match="ROUNDTABLE_OUTGOING"):
        call_command("data_fetch", "worldbank", "--indicator", "SM.POP.NETM", "--dry-run")


def test_a_message_in_a_file_comes_in_with_the_file_of_its_structure(tmp_path):
    (tmp_path / "data.csv").write_text(DATA)
    (tmp_path / "structure.xml").write_text(STRUCTURE)
    words = ("data_load", str(tmp_path / "data.csv"), "--structure", str(tmp_path / "structure.xml"))
    with pytest.raises(CommandError, match="1 of 1 files were not loaded"):
        call_command(*words)
    call_command(*words, "--licence", "CC BY 4.0", "--audience", "public")
    made = Vintage.objects.select_related("dataset").get()
    assert (made.dataset.code, made.dataset.licence, made.kinds) == (
        "estat-asyl",
        "CC BY 4.0",
        {"0": 1, "Q": 1, "number": 2},
    )
