"""From an address to a question, for REST 1.5 and for REST 2.x."""

from roundtable_analytics.sdmx.rest.asked import (
    ALL,
    Alternatives,
    AvailabilityQuestion,
    Chosen,
    DataQuestion,
    Parameters,
    Question,
    StructureQuestion,
    Wanted,
)
from roundtable_analytics.sdmx.rest.faults import SYNTAX, Fault
from roundtable_analytics.sdmx.rest.keys import keys
from roundtable_analytics.sdmx.rest.reading import (
    choice,
    components,
    deny,
    flag,
    kinds,
    known,
    moment,
    names,
    number,
    one,
    period,
    references,
    versions,
)

TIME = "TIME_PERIOD"
DETAILS = ("full", "dataonly", "serieskeysonly", "nodata")
STRUCTURE_DETAILS = (
    *("full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs", "referencepartial", "raw"),
)
CONTEXTS = ("dataflow", "datastructure", "provisionagreement")
COMMON = ("format", "labels")
PERIODS = ("startPeriod", "endPeriod")
NUMBERS = ("firstNObservations", "lastNObservations")
DATA_15 = (*PERIODS, "updatedAfter", *NUMBERS, "dimensionAtObservation", "detail", "includeHistory", *COMMON)
DATA_20 = (
    *("updatedAfter", *NUMBERS, "dimensionAtObservation", "attributes", "measures", "includeHistory", "asOf"),
    *("offset", "limit", "sort", "reportingYearStartDay", *COMMON),
)
AVAILABLE = ("mode", "references", "updatedAfter", *COMMON)
OBS_ATTRIBUTES = {"dsd", "all", "obs"}
"""Words for attributes that mean those of observations too; here every attribute is one of observations."""


def question_15(path: str, told: Parameters) -> Question:
    """Read an address of REST 1.5 behind its root, such as `data/ESTAT,APPLICANTS,1.0/M..DE/all`. Raises `Fault`."""
    head, *parts = _parts(path)
    if head == "data":
        return _data_15(parts, told)
    if head == "availableconstraint":
        return _available_15(parts, told)
    if head in {"schema", "metadata"}:
        raise deny(f"The part “{head}” of SDMX")
    _length(parts, 4)
    agency, identifier, version, item = (*parts, *[""] * (4 - len(parts)))
    wanted = Wanted(names(agency, "+"), names(identifier, "+"), versions(version, "+"), names(item, "+"))
    return _structures(head, wanted, told)


def question_20(path: str, told: Parameters) -> Question:
    """Read an address of REST 2.x behind its root, such as `data/dataflow/ESTAT/APPLICANTS/1.0/M.*.DE`.

    Raises `Fault`.
    """
    head, *parts = _parts(path)
    if head == "data":
        return _data_20(parts, told)
    if head == "availability":
        return _available_20(parts, told)
    if head == "structure":
        _length(parts, 5)
        kind, agency, identifier, version, item = (*parts, *[""] * (5 - len(parts)))
        wanted = Wanted(names(agency, ","), names(identifier, ","), versions(version, ","), names(item, ","))
        return _structures(kind or "*", wanted, told)
    if head in {"schema", "metadata", "registration"}:
        raise deny(f"The part “{head}” of SDMX")
    raise Fault(SYNTAX, f"“{head[:60]}” is none of structure, data, availability.")


def _parts(path: str) -> list[str]:
    return path.strip("/").split("/")


def _length(parts: list[str], most: int) -> None:
    if len(parts) > most:
        raise Fault(SYNTAX, f"The address has {len(parts) - most} parts too many.")


def _structures(kind: str, wanted: Wanted, told: Parameters) -> StructureQuestion:
    known(told, ("detail", "references", *COMMON))
    detail = choice(told, "detail", STRUCTURE_DETAILS, "full")
    return StructureQuestion(kinds(kind), wanted, detail, references(told))


def _flow_15(text: str) -> Wanted:
    parts = text.split(",")
    if not text or len(parts) > 3:
        raise Fault(SYNTAX, "Name the data flow as ID, AGENCY,ID or AGENCY,ID,VERSION.")
    if len(parts) == 1:
        return Wanted(ALL, names(parts[0], "+"))
    return Wanted(names(parts[0], "+"), names(parts[1], "+"), versions(parts[2] if len(parts) > 2 else "", "+"))


def _providers(text: str) -> tuple[str, ...]:
    if text in {"", "all"}:
        return ALL
    return tuple(name for one in text.split("+") for name in names(one.rpartition(",")[2], "+"))


def _periods(told: Parameters) -> tuple[tuple[str, Alternatives], ...]:
    limits = (("ge", "startPeriod"), ("le", "endPeriod"))
    found = [(sign, period(name, one(told, name))) for sign, name in limits if one(told, name)]
    return tuple((TIME, ((comparison,),)) for comparison in found)


def _data_15(parts: list[str], told: Parameters) -> DataQuestion:
    _length(parts, 3)
    known(told, DATA_15)
    flow, key, provider = (*parts, *[""] * (3 - len(parts)))
    detail = choice(told, "detail", DETAILS, "full")
    return DataQuestion(
        "dataflow",
        _flow_15(flow),
        Chosen(_keys_15(key), _periods(told), number(told, "firstNObservations"), number(told, "lastNObservations")),
        _providers(provider),
        moment(told, "updatedAfter"),
        history=flag(told, "includeHistory"),
        at_observation=one(told, "dimensionAtObservation"),
        attributes=() if detail in {"dataonly", "serieskeysonly"} else None,
        keys_only=detail in {"serieskeysonly", "nodata"},
    )


def _keys_15(text: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    if "," in text:
        raise Fault(SYNTAX, "One key is asked for at a time: write several codes of a dimension joined by +.")
    return keys(text)


def _available_15(parts: list[str], told: Parameters) -> AvailabilityQuestion:
    _length(parts, 4)
    known(told, (*PERIODS, *AVAILABLE))
    flow, key, provider, component = (*parts, *[""] * (4 - len(parts)))
    _not_after(told)
    return AvailabilityQuestion(
        "dataflow",
        _flow_15(flow),
        Chosen(_keys_15(key), _periods(told)),
        _providers(provider),
        names(component, "+"),
        choice(told, "mode", ("exact", "available"), "exact") == "exact",
        references(told),
    )


def _not_after(told: Parameters) -> None:
    if one(told, "updatedAfter"):
        raise deny("Availability of what changed (updatedAfter)")


def _context(parts: list[str], told: Parameters) -> tuple[str, Wanted]:
    context, agency, identifier, version = (*parts[:4], *["*"] * (4 - len(parts)))
    if context in {"*", ""}:
        context = "dataflow"
    if context not in CONTEXTS:
        raise Fault(SYNTAX, f"“{context[:60]}” is none of {', '.join(CONTEXTS)}.")
    del told
    return context, Wanted(names(agency, ","), names(identifier, ","), versions(version, ","))


def _data_20(parts: list[str], told: Parameters) -> DataQuestion:
    _length(parts, 5)
    known(told, DATA_20, components=True)
    for name in ("offset", "limit", "sort", "reportingYearStartDay"):
        if one(told, name):
            raise deny(f"The parameter {name}")
    context, flow = _context(parts, told)
    attributes, measures = _columns(told, "attributes"), _columns(told, "measures")
    return DataQuestion(
        context,
        flow,
        Chosen(
            keys(parts[4] if len(parts) > 4 else ""),
            components(told),
            number(told, "firstNObservations"),
            number(told, "lastNObservations"),
        ),
        ALL,
        moment(told, "updatedAfter"),
        moment(told, "asOf"),
        flag(told, "includeHistory"),
        one(told, "dimensionAtObservation"),
        attributes,
        measures,
        keys_only=attributes == () and measures == (),
    )


def _columns(told: Parameters, name: str) -> tuple[str, ...] | None:
    text = one(told, name, "all")
    found = names(text, ",") if text != "none" else ()
    if text in {"all", "*", ""} or (name == "attributes" and OBS_ATTRIBUTES & set(found)):
        return None
    # Attributes of the data set, of series and of metadata: there are none here.
    return tuple(one for one in found if name == "measures" or one not in {"dataset", "series", "msd"})


def _available_20(parts: list[str], told: Parameters) -> AvailabilityQuestion:
    _length(parts, 6)
    known(told, AVAILABLE, components=True)
    context, flow = _context(parts, told)
    _not_after(told)
    return AvailabilityQuestion(
        context,
        flow,
        Chosen(keys(parts[4] if len(parts) > 4 else ""), components(told)),
        ALL,
        names(parts[5] if len(parts) > 5 else "", ","),
        choice(told, "mode", ("exact", "available"), "exact") == "exact",
        references(told),
    )
