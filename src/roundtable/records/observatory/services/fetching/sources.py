"""Which services are known, how each is asked, and how its answer becomes a load."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx
import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User
from roundtable.kernel.base.errors import Invalid, Told
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.services import loading
from roundtable.records.observatory.services.fetching.messages import Read, of_message
from roundtable.records.observatory.services.looking import Looked, look_at, mapping_of
from roundtable_analytics.frames.shape import UnfitError
from roundtable_analytics.sdmx.messages import Reference
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sources.answers import Answer, Get, Keeper, Unanswered
from roundtable_analytics.sources.services import (
    EUROSTAT,
    ILOSTAT,
    OECD,
    UNHCR,
    PagedService,
    SdmxService,
    pages,
    rows_of,
    world_bank,
)
from roundtable_analytics.sources.tables import mapped

FLOW: Final = re.compile(r"(?P<agency>[\w.]+)[,:](?P<name>[\w@$-]+)(?:[,(](?P<version>[\w.]+)\)?)?")

OF_UNHCR: Final = """
dataset: unhcr-population-api
title: {en: Refugees and other people whom UNHCR counts}
source: UNHCR
licence: 'CC BY 4.0: UNHCR Refugee Data Finder'
address: https://api.unhcr.org
file: answer.json
dimensions:
- {name: origin, column: coo_iso, otherwise: UNK}
- {name: asylum, column: coa_iso, otherwise: UNK}
time: {column: year}
measures:
- {column: refugees, code: refugees, unit: persons}
- {column: asylum_seekers, code: asylum-seekers, unit: persons}
- {column: idps, code: idps, unit: persons}
- {column: stateless, code: stateless, unit: persons}
- {column: ooc, code: others-of-concern, unit: persons}
- {column: oip, code: others-in-need, unit: persons}
missing: not reported
empty: ["-"]
"""
OF_THE_WORLD_BANK: Final = """
dataset: worldbank-%(name)s
title: {en: "World Bank, %(indicator)s"}
source: World Bank
licence: CC BY 4.0
address: https://data.worldbank.org
file: answer.json
dimensions:
- {name: geo, column: geo, otherwise: UNK}
time: {column: date}
measures:
- {column: value, unit: as the indicator says}
missing: not reported
"""
COLUMNS: Final = {"geo": "countryiso3code", "date": "date", "value": "value"}


class NoAnswer(Told):
    """A service did not give what was asked; the sentence says which and why."""

    status = HTTPStatus.BAD_GATEWAY
    code = "no-answer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a service: a flow and its key, or an indicator, between two periods."""

    flow: str = ""
    key: str = ""
    start: str = ""
    end: str = ""
    indicator: str = ""
    service: str = ""
    version: str = "2.1"
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A service that is known by name."""

    title: str
    ask: Callable[[Wanted, Keeper], Read]
    licence: str


def _sdmx(service: SdmxService) -> Callable[[Wanted, Keeper], Read]:
    def ask(wanted: Wanted, keeper: Keeper) -> Read:
        flow = flow_of(wanted.flow)
        key = [part.split("+") if part else [] for part in wanted.key.split(".")] if wanted.key else []
        here = replace(service, base=wanted.service or service.base)
        structure = replace(keeper, accept="application/vnd.sdmx.structure+xml;version=2.1, application/xml;q=0.9")
        kept_structure = structure.fetch(here.structure(flow))
        kept = replace(keeper, accept=here.accept).fetch(here.data(flow, key, start=wanted.start, end=wanted.end))
        return of_message(kept, kept_structure, flow, licence=here.licence or wanted.licence)

    return ask


def _any_sdmx(wanted: Wanted, keeper: Keeper) -> Read:
    if not wanted.service or wanted.version not in {"2.1", "3.0"}:
        raise Invalid(_("Name the service (its address) and its version: 2.1 or 3.0."))
    return _sdmx(SdmxService(wanted.service, wanted.version, licence=wanted.licence))(wanted, keeper)


def _unhcr(wanted: Wanted, keeper: Keeper) -> Read:
    service: PagedService = replace(UNHCR, base=wanted.service or UNHCR.base)
    asked = {name: value for name, value in (("yearFrom", wanted.start), ("yearTo", wanted.end)) if value}
    told = mapping_of(OF_UNHCR)
    columns = {name: name for name in told.columns}
    parts = [rows_of(items, columns) for items in pages(service, asked, keeper) if items]
    return Read(told, mapped(told, _together(parts)), {})


def _world_bank(wanted: Wanted, keeper: Keeper) -> Read:
    if not wanted.indicator:
        raise Invalid(_("Name an indicator: --indicator SM.POP.NETM."))
    service = world_bank(wanted.indicator)
    service = replace(service, base=wanted.service or service.base)
    dates = {"date": f"{wanted.start}:{wanted.end}"} if wanted.start and wanted.end else {}
    name = re.sub(r"[^a-z0-9]+", "-", wanted.indicator.lower()).strip("-")
    told = mapping_of(OF_THE_WORLD_BANK % {"name": name, "indicator": wanted.indicator.replace('"', "")})
    parts = [rows_of(items, COLUMNS) for items in pages(service, dates, keeper) if items]
    # Groups of countries have no code of three letters there; they are sums, and no places.
    rows = _together(parts).filter(pl.col("geo").is_not_null() & (pl.col("geo") != ""))
    return Read(told, mapped(told, rows), {})


def _together(parts: list[pl.DataFrame]) -> pl.DataFrame:
    if not parts:
        raise Invalid(_("The service answered without a single row."))
    return pl.concat(parts)


SOURCES: Final[Mapping[str, Source]] = {
    "unhcr": Source("UNHCR Refugee Data Finder, population by origin and asylum", _unhcr, UNHCR.licence),
    "eurostat": Source("Eurostat: any flow (--flow ESTAT,MIGR_ASYAPPCTZA)", _sdmx(EUROSTAT), EUROSTAT.licence),
    "worldbank": Source("World Bank: one indicator (--indicator SM.POP.NETM)", _world_bank, "CC BY 4.0: World Bank"),
    "ilostat": Source("ILOSTAT: any flow (--flow ILO,DF_…)", _sdmx(ILOSTAT), ILOSTAT.licence),
    "oecd": Source("OECD: any flow (--flow AGENCY,FLOW)", _sdmx(OECD), OECD.licence),
    "sdmx": Source("any service of SDMX (--service ADDRESS --sdmx 2.1|3.0 --flow AGENCY,FLOW)", _any_sdmx, ""),
}
"""The services by name. IOM publishes its figures as files: they come in by a mapping."""


def flow_of(text: str) -> Reference:
    """Read a flow: `ESTAT,MIGR_ASYAPPCTZA` or `ESTAT,MIGR_ASYAPPCTZA,1.0`. Raises `Invalid`."""
    found = FLOW.fullmatch(text.strip())
    if found is None:
        raise Invalid(_("Name a flow as AGENCY,FLOW or AGENCY,FLOW,VERSION: --flow ESTAT,MIGR_ASYAPPCTZA."))
    return Reference("Dataflow", found["agency"], found["name"], found["version"] or "latest")


def way_out(client: httpx.Client) -> Get:
    """Give the way out as the annex wants it, over a client of the house."""

    def get(address: str, headers: Mapping[str, str]) -> Answer:
        # A compressed answer cannot be taken up in its middle: the answer is asked for as it is.
        asked = client.build_request("GET", address, headers={"accept-encoding": "identity", **headers})
        try:
            told = client.send(asked, stream=True)
        except httpx.HTTPError as error:
            raise OSError(str(error)) from error
        return Answer(told.status_code, {name.lower(): value for name, value in told.headers.items()}, _pieces(told))

    return get


def _pieces(told: httpx.Response) -> Iterator[bytes]:
    try:
        yield from told.iter_bytes(1 << 16)
    except httpx.HTTPError as error:
        raise OSError(str(error)) from error
    finally:
        told.close()


def rows_from(
    name: str, wanted: Wanted, *, client: httpx.Client, at: datetime, wait: Callable[[float], None]
) -> tuple[Looked, Read]:
    """Ask a service, keep its answers as they came, and let the gate look at the rows; nothing is loaded.

    Raises `Invalid` for what cannot be asked or read, `NoAnswer` where the service does not give it, and what the door
    refuses (`kernel.outside`).
    """
    source = SOURCES.get(name)
    if source is None:
        raise Invalid(
            _("No service is called “%(name)s”. Known are: %(known)s.") % {"name": name, "known": ", ".join(SOURCES)}
        )
    folder = Path(settings.ROUNDTABLE_HOME) / "answers" / name
    keeper = Keeper(way_out(client), folder, at, source.licence or wanted.licence, wait)
    try:
        read = source.ask(wanted, keeper)
    except Unanswered as error:
        raise NoAnswer(_("The service did not answer as it should: %(why)s") % {"why": error}) from error
    except (UnfitError, Refused) as error:
        raise Invalid(_("The answer cannot be read: %(why)s") % {"why": error}) from error
    return look_at(read.told, read.rows, today=at.date(), name=name), read


def fetch(  # noqa: PLR0913 - a fetch has these parts
    name: str,
    wanted: Wanted,
    *,
    client: httpx.Client,
    by: User | None,
    at: datetime,
    wait: Callable[[float], None],
    **described: Any,
) -> Vintage:
    """Fetch figures from a service and load them, staged until published."""
    looked, read = rows_from(name, wanted, client=client, at=at, wait=wait)
    facts = loading.Facts(retrieved=at.date())
    labels = {"labels": read.labels} if read.labels else {}
    return loading.load(looked, by=by, at=at, facts=facts, **labels, **described)
