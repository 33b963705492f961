"""Services of others: which address is asked for what, and how its answer becomes rows.

None of them was tried live from here: addresses and forms are those of their public documentation, and the tests ask a
local server that answers in the same forms.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import polars as pl

from roundtable_analytics.frames.shape import UnfitError
from roundtable_analytics.sdmx.csv_data import read_csv
from roundtable_analytics.sdmx.json_data import read_json
from roundtable_analytics.sdmx.messages import Reference, Table, gathered
from roundtable_analytics.sdmx.xml_data import read_xml
from roundtable_analytics.sources.answers import Keeper, Kept

CSV_2 = "application/vnd.sdmx.data+csv;version=2.0.0"
CSV_1 = "application/vnd.sdmx.data+csv;version=1.0.0"
XML_21 = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
MOST_PAGES = 5000


@dataclass(frozen=True, slots=True)
class SdmxService:
    """A service that speaks SDMX REST: its address, its version (`2.1` for REST 1, `3.0` for REST 2), its forms."""

    base: str
    version: str = "2.1"
    accept: str = f"{CSV_1}, {XML_21};q=0.9"
    licence: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def data(self, flow: Reference, key: Sequence[Sequence[str]] = (), *, start: str = "", end: str = "") -> str:
        """Give the address of data: codes by dimension in the order of the structure, an empty list for all of them.

        A flow of version `latest` is asked for without a version.
        """
        agency, name = quote(flow.agency, safe=""), quote(flow.identifier, safe="")
        of = "" if flow.version == "latest" else quote(flow.version)
        parts = ".".join("+".join(quote(code, safe="") for code in codes) for codes in key)
        if self.version == "2.1":
            told = [("startPeriod", start), ("endPeriod", end)]
            path = f"data/{agency},{name}{f',{of}' if of else ''}/{parts or 'all'}"
        else:
            bounds = "+".join(one for one in (f"ge:{start}" if start else "", f"le:{end}" if end else "") if one)
            told = [("c[TIME_PERIOD]", bounds)]
            parts = ".".join(",".join(quote(code, safe="") for code in codes) or "*" for codes in key)
            path = f"data/dataflow/{agency}/{name}/{of or '*'}/{parts or '*'}"
        asked = urlencode([(name, value) for name, value in (*told, *self.more) if value], safe="[]:+")
        return f"{self.base.rstrip('/')}/{path}{f'?{asked}' if asked else ''}"

    def structure(self, flow: Reference) -> str:
        """Give the address of a flow with everything it refers to."""
        agency, name = quote(flow.agency, safe=""), quote(flow.identifier, safe="")
        base = self.base.rstrip("/")
        if self.version == "2.1":
            return f"{base}/dataflow/{agency}/{name}/{quote(flow.version)}?references=descendants"
        of = "~" if flow.version == "latest" else quote(flow.version)
        return f"{base}/structure/dataflow/{agency}/{name}/{of}?references=descendants"


EUROSTAT = SdmxService(
    "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1",
    licence="Reuse with acknowledgement of the source (CC BY 4.0): Source: Eurostat",
    more=(("format", "SDMX-CSV"), ("compressed", "false")),
)
ILOSTAT = SdmxService("https://sdmx.ilo.org/rest", licence="CC BY 4.0: ILOSTAT")
OECD = SdmxService("https://sdmx.oecd.org/public/rest", accept=CSV_2, licence="CC BY 4.0: OECD")


def tables_of(kept: Kept) -> list[Table]:
    """Read a kept answer that is a message of SDMX, in whichever form it came."""
    with Path(kept.place).open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")
        file.seek(0)
        if start.startswith(b"<"):
            return gathered(read_xml(file))
        if start.startswith(b"{"):
            return gathered(read_json(file))
        return gathered(read_csv(file))


@dataclass(frozen=True, slots=True)
class PagedService:
    """A service that answers in pages of JSON: where its items and the number of its last page stand."""

    base: str
    path: str
    licence: str
    fixed: tuple[tuple[str, str], ...] = ()
    page: str = "page"

    def address(self, page: int, asked: Mapping[str, str]) -> str:
        """Give the address of a page."""
        told = urlencode([*self.fixed, *asked.items(), (self.page, str(page))])
        return f"{self.base.rstrip('/')}/{self.path}?{told}"


UNHCR = PagedService(
    "https://api.unhcr.org",
    "population/v1/population/",
    "CC BY 4.0: UNHCR Refugee Data Finder",
    (("limit", "1000"), ("coo_all", "true"), ("coa_all", "true"), ("cf_type", "ISO")),
)


def world_bank(indicator: str) -> PagedService:
    """Give the service for one indicator of the World Bank."""
    path = f"v2/country/all/indicator/{quote(indicator, safe='')}"
    return PagedService(
        "https://api.worldbank.org", path, "CC BY 4.0: World Bank", (("format", "json"), ("per_page", "10000"))
    )


def pages(service: PagedService, asked: Mapping[str, str], keeper: Keeper) -> Iterator[list[dict[str, Any]]]:
    """Give the items of every page, each kept as it came."""
    page, last = 1, 1
    while page <= last:
        if page > MOST_PAGES:
            raise UnfitError(f"The service has more than {MOST_PAGES} pages.")
        items, last = _page(keeper.fetch(service.address(page, asked)))
        yield items
        page += 1


def _page(kept: Kept) -> tuple[list[dict[str, Any]], int]:
    """Read a page: `{"items": […], "maxPages": n}` as UNHCR writes, or `[{"pages": n}, […]]` as the World Bank does."""
    try:
        told = json.loads(Path(kept.place).read_bytes(), parse_float=str, parse_int=str)
        if isinstance(told, dict):
            return list(told["items"]), int(told.get("maxPages") or 1)
        head, items = told
        return list(items or []), int(head["pages"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnfitError(f"{kept.address} did not answer with a page of figures.") from error


def rows_of(items: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pl.DataFrame:
    """Give items as a table of texts for a mapping: the name of each column, and the path in the item (`country.id`).

    A dash, UNHCR's sign for a number that is not given, stays a dash: the mapping says what it means (`empty`).
    """
    made = {name: [_at(item, path) for item in items] for name, path in columns.items()}
    return pl.DataFrame({name: pl.Series(cells, dtype=pl.String) for name, cells in made.items()})


def _at(item: Mapping[str, Any], path: str) -> str | None:
    found: Any = item
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return None if found is None else str(found)
