"""The catalogue of figures for portals of open data: DCAT-AP 3, made of what is known of each dataset."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from roundtable.ground.parties.public import dialogue
from roundtable.records.observatory.domain.places import ISO2, PLACES
from roundtable.records.observatory.domain.triples import Node, Text, Triple, full
from roundtable.records.observatory.models import Audience, Dataset
from roundtable.records.observatory.queries.sdmx_structures import Told, texts_of
from roundtable_analytics.frames.periods import bounds
from roundtable_analytics.sdmx.rest.media import CSV_20, GENERIC, JSON_20, SPECIFIC, XML_30, Form

AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""Where the European Union keeps the lists of codes that DCAT-AP asks for."""
MEDIA = "http://www.iana.org/assignments/media-types/"
LANGUAGES = {"en": "ENG", "ru": "RUS", "fr": "FRA", "ar": "ARA", "tr": "TUR", "uk": "UKR"}
TYPES = {"csv": "CSV", "json": "JSON", "xml": "XML"}
ACCESS = {Audience.PUBLIC: "PUBLIC", Audience.PARTIES: "RESTRICTED", Audience.STAFF: "NON_PUBLIC"}
OLD, NEW = "sdmx:data-15", "sdmx:data-20"
DISTRIBUTIONS: tuple[tuple[str, str, Form], ...] = (
    (NEW, "SDMX-CSV 2.0", CSV_20),
    (NEW, "SDMX-JSON 2.0", JSON_20),
    (NEW, "SDMX-ML 3.0", XML_30),
    (OLD, "SDMX-ML 2.1", SPECIFIC),
    (OLD, "SDMX-ML 2.1, generic", GENERIC),
)
STANDARD = "https://sdmx.org/standards-2/"


def catalogue(told: Iterable[Told], languages: Iterable[str]) -> Iterator[Triple]:
    """Say everything of the catalogue and of the datasets in it."""
    here = Node(settings.ROUNDTABLE_ADDRESS + reverse("observatory:list"))
    publisher = Node(f"{here.address}#publisher")
    known = list(told)
    yield from _is(here, "dcat:Catalog")
    for language in languages:
        with override(language):
            yield Triple(here, "dct:title", Text(gettext("Figures"), language))
            about = gettext("What is measured: figures, where they come from, and what was known when.")
            yield Triple(here, "dct:description", Text(about, language))
        if language in LANGUAGES:
            yield Triple(here, "dct:language", Node(f"{AUTHORITY}language/{LANGUAGES[language]}"))
    yield Triple(here, "dct:publisher", publisher)
    yield Triple(here, "foaf:homepage", Node(settings.ROUNDTABLE_ADDRESS + "/"))
    yield from _is(Node(settings.ROUNDTABLE_ADDRESS + "/"), "foaf:Document")
    yield from _is(publisher, "foaf:Agent")
    yield Triple(publisher, "foaf:name", Text(dialogue().name))
    if known:
        yield Triple(here, "dct:modified", _moment(max(_released(one) for one in known)))
    for one in known:
        yield Triple(here, "dcat:dataset", _thing(one.dataset))
        yield from _dataset(one, publisher)


def _is(thing: Node, kind: str) -> Iterator[Triple]:
    yield Triple(thing, "rdf:type", Node(full(kind)))


def _thing(dataset: Dataset, part: str = "") -> Node:
    address = settings.ROUNDTABLE_ADDRESS + dataset.get_absolute_url()
    return Node(f"{address}#{part}" if part else address)


def _moment(value: datetime) -> Text:
    return Text(value.isoformat(timespec="seconds"), kind="xsd:dateTime")


def _released(told: Told) -> datetime:
    return told.vintage.release_at or told.vintage.loaded_at


def _texts(thing: Node, says: str, value: Any) -> Iterator[Triple]:
    for language, text in texts_of(value).items():
        yield Triple(thing, says, Text(text, language))


def _dataset(told: Told, publisher: Node) -> Iterator[Triple]:
    dataset = told.dataset
    here = _thing(dataset)
    yield from _is(here, "dcat:Dataset")
    yield from _texts(here, "dct:title", dataset.title)
    about = dataset.about if texts_of(dataset.about) else dataset.title
    yield from _texts(here, "dct:description", about)
    yield Triple(here, "dct:identifier", Text(dataset.code))
    yield Triple(here, "dct:publisher", publisher)
    yield Triple(here, "dcat:landingPage", here)
    yield from _is(here, "foaf:Document")
    yield Triple(here, "dcat:theme", Node(f"{AUTHORITY}data-theme/SOCI"))
    yield Triple(here, "dct:accessRights", Node(f"{AUTHORITY}access-right/{ACCESS[Audience(dataset.audience)]}"))
    yield Triple(here, "dct:modified", _moment(_released(told)))
    yield from _source(told, here)
    yield from _time(told, here)
    yield from _space(told, here)
    for name, label, form in DISTRIBUTIONS:
        yield from _distribution(told, here, name, label, form)


def _source(told: Told, here: Node) -> Iterator[Triple]:
    """Say who made the figures; whoever collected them here is not their author."""
    dataset = told.dataset
    creator = _thing(dataset, "source")
    yield Triple(here, "dct:creator", creator)
    yield from _is(creator, "foaf:Agent")
    yield Triple(creator, "foaf:name", Text(dataset.source))
    if dataset.address:
        yield Triple(here, "dct:source", Node(dataset.address))


def _time(told: Told, here: Node) -> Iterator[Triple]:
    days: list[tuple[date, date]] = [
        found for one in told.codes.get(told.shape.time or "", ()) if (found := bounds(one))
    ]
    if not days:
        return
    period = _thing(told.dataset, "period")
    yield Triple(here, "dct:temporal", period)
    yield from _is(period, "dct:PeriodOfTime")
    for says, day in (("dcat:startDate", min(days)[0]), ("dcat:endDate", max(last for _first, last in days))):
        yield Triple(period, says, Text(day.isoformat(), kind="xsd:date"))


def _space(told: Told, here: Node) -> Iterator[Triple]:
    codes = {code for name, held in told.codes.items() if name in PLACES for code in held}
    for code in sorted(codes & set(ISO2)):
        place = Node(f"{AUTHORITY}country/{code}")
        yield Triple(here, "dct:spatial", place)
        yield from _is(place, "dct:Location")


def _distribution(told: Told, here: Node, name: str, label: str, form: Form) -> Iterator[Triple]:
    dataset = told.dataset
    thing = _thing(dataset, f"as-{form.name.replace('+', '-')}-{form.version}")
    values = [dataset.code] if name == OLD else ["dataflow", "*", dataset.code]
    base = settings.ROUNDTABLE_ADDRESS + reverse(name, args=values)
    address = Node(f"{base}?format={quote(form.media, safe='/;=')}")
    yield Triple(here, "dcat:distribution", thing)
    yield from _is(thing, "dcat:Distribution")
    yield Triple(thing, "dct:title", Text(label))
    yield Triple(thing, "dcat:accessURL", here)
    yield Triple(thing, "dcat:downloadURL", address)
    yield Triple(thing, "dcat:mediaType", Node(MEDIA + form.media.partition(";")[0]))
    yield Triple(thing, "dct:format", Node(f"{AUTHORITY}file-type/{TYPES[form.kind]}"))
    yield Triple(thing, "dct:conformsTo", Node(STANDARD))
    yield from _is(Node(STANDARD), "dct:Standard")
    yield from _licence(dataset, thing)


def _licence(dataset: Dataset, thing: Node) -> Iterator[Triple]:
    licence = Node(dataset.licence_address) if dataset.licence_address else _thing(dataset, "licence")
    yield Triple(thing, "dct:license", licence)
    yield from _is(licence, "dct:LicenseDocument")
    yield Triple(licence, "rdfs:label", Text(dataset.licence))
