"""Services are asked through the way out that is handed in; a local server answers in their forms."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from roundtable_analytics.frames.shape import UnfitError
from roundtable_analytics.sdmx.messages import Reference
from roundtable_analytics.sources.answers import Answer, Keeper, Unanswered
from roundtable_analytics.sources.mapping import mapping
from roundtable_analytics.sources.services import (
    EUROSTAT,
    UNHCR,
    PagedService,
    SdmxService,
    pages,
    rows_of,
    tables_of,
    world_bank,
)
from roundtable_analytics.sources.tables import mapped

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)
CSV = b"DATAFLOW,freq,geo,TIME_PERIOD,OBS_VALUE\nESTAT:X(1.0),A,DE,2020,1.5\nESTAT:X(1.0),A,FR,2020,:\n"


class Service(BaseHTTPRequestHandler):
    asked: list = []
    plan: list = []

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        told = self.plan.pop(0) if self.plan else None
        status, headers, body = told or answer_to(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", headers.get("X-Says", str(len(body))))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """Say nothing."""


def answer_to(path):
    parts = urlsplit(path)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path.startswith("/population/"):
        page = int(asked["page"])
        items = [{"year": 2020 + page, "coo_iso": "SYR", "coa_iso": "TUR", "refugees": 5 * page, "asylum_seekers": "-"}]
        return 200, {}, json.dumps({"page": page, "maxPages": 2, "items": items}).encode()
    if parts.path.startswith("/v2/"):
        rows = [{"countryiso3code": "UKR", "country": {"id": "UA"}, "date": "2020", "value": None}]
        return 200, {}, json.dumps([{"page": 1, "pages": 1}, rows]).encode()
    return 200, {"ETag": '"one"', "Content-Type": "application/vnd.sdmx.data+csv;version=1.0.0"}, CSV


@pytest.fixture
def service():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    Service.asked, Service.plan = [], []
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def way_out(address, headers):
    """The way out of the tests: httpx, the whole body at once, a broken line as `OSError`."""
    try:
        with httpx.Client(trust_env=False) as client, client.stream("GET", address, headers=headers) as told:
            seen = []
            try:
                for piece in told.iter_raw():
                    seen.append(piece)  # noqa: PERF402 - what came before a break is kept
            except httpx.HTTPError as error:
                return Answer(told.status_code, dict(told.headers), breaking(seen, error))
            return Answer(told.status_code, dict(told.headers), seen)
    except httpx.HTTPError as error:
        raise OSError(str(error)) from error


def breaking(seen, error):
    yield from seen
    raise OSError(str(error))


def keeper(folder, rests=None):
    return Keeper(way_out, folder, NOW, "CC BY 4.0", ([] if rests is None else rests).append)


def fetch(address, folder, rests=None):
    return keeper(folder, rests).fetch(address)


def flow(agency, name):
    return Reference("Dataflow", agency, name, "latest")


def test_a_raw_answer_is_kept_with_address_moment_hash_and_licence(service, tmp_path):
    asked = SdmxService(service).data(flow("ESTAT", "X"), [["A"], ["DE", "FR"]], start="2020")

    kept = fetch(asked, tmp_path)

    assert kept.address == f"{service}/data/ESTAT,X/A.DE+FR?startPeriod=2020"
    assert Path(kept.place).read_bytes() == CSV
    assert (kept.fetched_at, kept.licence, kept.tag) == (NOW.isoformat(), "CC BY 4.0", '"one"')
    assert kept.digest[:8] == "".join(f"{byte:02x}" for byte in bytes.fromhex(kept.digest)[:4])
    [table] = tables_of(kept)
    assert table.rows["OBS_VALUE"].to_list() == ["1.5", ":"]
    assert table.data_set.structure.short == "ESTAT:X(1.0)"


def test_what_did_not_change_is_not_sent_again(service, tmp_path):
    first = fetch(f"{service}/data", tmp_path)
    Service.plan = [(304, {}, b"")]

    assert fetch(f"{service}/data", tmp_path) == first
    assert {name.lower(): value for name, value in Service.asked[-1][1].items()}["if-none-match"] == '"one"'


def test_a_busy_service_is_waited_for_as_long_as_it_asks(service, tmp_path):
    Service.plan = [(503, {"Retry-After": "7"}, b"busy"), (429, {}, b"slowly"), None]
    rests = []

    kept = fetch(f"{service}/data", tmp_path, rests)

    assert Path(kept.place).read_bytes() == CSV
    assert rests == [7.0, 4.0]


def test_a_line_that_breaks_is_taken_up_where_it_broke(service, tmp_path):
    begun = (200, {"ETag": '"two"', "X-Says": str(len(CSV))}, CSV[:40])
    Service.plan = [begun, (206, {"ETag": '"two"'}, CSV[40:])]

    kept = fetch(f"{service}/data", tmp_path)

    assert Path(kept.place).read_bytes() == CSV
    headers = {name.lower(): value for name, value in Service.asked[-1][1].items()}
    assert (headers["range"], headers["if-range"]) == ("bytes=40-", '"two"')


def test_a_refusal_is_told_and_nothing_is_kept(service, tmp_path):
    Service.plan = [(404, {}, b"No such flow")]
    with pytest.raises(Unanswered, match="answered 404: No such flow"):
        fetch(f"{service}/data", tmp_path)
    Service.plan = [(500, {}, b"oh")] * 5
    with pytest.raises(Unanswered, match="answered 500"):
        fetch(f"{service}/data", tmp_path)
    with pytest.raises(Unanswered, match="answered nothing"):
        fetch("http://127.0.0.1:1/", tmp_path)
    assert not list(tmp_path.glob("*.answer"))
    assert not list(tmp_path.glob("*.part"))


def test_pages_become_rows_for_a_mapping(service, tmp_path):
    here = PagedService(service, UNHCR.path, UNHCR.licence, UNHCR.fixed)
    items = [one for page in pages(here, {"yearFrom": "2021"}, keeper(tmp_path)) for one in page]
    read = rows_of(
        items,
        {"year": "year", "origin": "coo_iso", "asylum": "coa_iso", "refugees": "refugees", "as": "asylum_seekers"},
    )
    told = mapping(
        "{dataset: a, title: {en: A}, source: UNHCR, licence: CC, file: x.csv, empty: ['-'], missing: not reported,"
        " time: {column: year}, dimensions: [{name: origin, column: origin}, {name: asylum, column: asylum}],"
        " measures: [{column: refugees, code: REF}, {column: as, code: ASY}]}"
    )

    assert mapped(told, read).select("TIME_PERIOD", "MEASURE", "OBS_VALUE", "OBS_STATUS").rows() == [
        ("2021", "REF", 5.0, None),
        ("2022", "REF", 10.0, None),
        ("2021", "ASY", None, "L"),
        ("2022", "ASY", None, "L"),
    ]
    assert len(Service.asked) == 2


def test_the_world_bank_answers_in_its_own_form(service, tmp_path):
    there = world_bank("SP.POP.TOTL")
    here = PagedService(service, there.path, there.licence, there.fixed)

    [items] = pages(here, {"date": "2020"}, keeper(tmp_path))

    read = rows_of(items, {"geo": "countryiso3code", "two": "country.id", "year": "date", "value": "value"})
    assert read.rows() == [("UKR", "UA", "2020", None)]


def test_what_is_no_page_is_refused(service, tmp_path):
    Service.plan = [(200, {}, b"<html>")]
    with pytest.raises(UnfitError, match="did not answer with a page"):
        list(pages(PagedService(service, "x", ""), {}, keeper(tmp_path)))


def test_addresses_are_those_of_the_standard():
    assert EUROSTAT.data(flow("ESTAT", "MIGR_ASYAPPCTZM")).endswith(
        "/sdmx/2.1/data/ESTAT,MIGR_ASYAPPCTZM/all?format=SDMX-CSV&compressed=false"
    )
    new = SdmxService("https://example.org/3", "3.0")
    assert new.data(flow("A", "F"), [["X", "Y"], []], start="2020", end="2021") == (
        "https://example.org/3/data/dataflow/A/F/*/X,Y.*?c[TIME_PERIOD]=ge:2020+le:2021"
    )
    assert new.structure(flow("A", "F")).endswith("/structure/dataflow/A/F/~?references=descendants")
    assert EUROSTAT.structure(flow("ESTAT", "F")).endswith("/dataflow/ESTAT/F/latest?references=descendants")
