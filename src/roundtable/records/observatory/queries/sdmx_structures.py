"""Structures of SDMX for the datasets that somebody may read, made of their descriptions: nothing is kept twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from roundtable.records.observatory.domain import sdmx
from roundtable.records.observatory.models import Dataset, Vintage
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.sdmx_lists import CONFIDENTIALITY_CODES, STATUS_CODES
from roundtable.records.observatory.queries.store import asked_from, rows_of
from roundtable_analytics.catalog.selecting import text
from roundtable_analytics.catalog.sql import quoted
from roundtable_analytics.frames.shape import Shape
from roundtable_analytics.frames.statuses import CONFIDENTIALITY, STATUS
from roundtable_analytics.sdmx.messages import Reference
from roundtable_analytics.sdmx.structures import (
    Artefact,
    Component,
    Constraint,
    Dataflow,
    DataStructure,
    Item,
    ItemScheme,
    ProvisionAgreement,
    Region,
    Representation,
    Structures,
)

OWN_LISTS = {
    STATUS: (sdmx.STATUSES, "2.2", STATUS_CODES),
    CONFIDENTIALITY: (sdmx.CONFIDENTIALITIES, "1.2", CONFIDENTIALITY_CODES),
}
TYPES = {"time": "ObservationalTimePeriod", "measure": "Double", "attribute": "String", "dimension": "String"}


@dataclass(frozen=True, slots=True)
class Told:
    """A dataset with the vintage that is known, its shape, and all codes that released vintages hold."""

    dataset: Dataset
    vintage: Vintage
    shape: Shape
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def flow(self) -> Reference:
        """The data flow of the dataset."""
        return own("Dataflow", self.dataset.code)


def own(kind: str, identifier: str, item: str = "") -> Reference:
    """Refer to an artefact of this platform."""
    return Reference(kind, sdmx.AGENCY, identifier, sdmx.VERSION, item)


def structures_of(told: Iterable[Told], languages: Sequence[str]) -> Structures:
    """Give the structures of datasets, with names in some languages."""
    made = Structures()
    every = list(told)
    labels = {language: _labels(language, every[0].dataset) for language in languages} if every else {}
    for one in every:
        for artefact in _Making(one, labels).all():
            made.add(artefact)
    if every:
        for shared in _shared(every, languages):
            made.add(shared)
    return made


def _labels(language: str, dataset: Dataset) -> words.Labels:
    with override(language):
        return words.Labels(dataset)


@dataclass(frozen=True, slots=True)
class _Making:
    told: Told
    labels: dict[str, words.Labels]

    def all(self) -> list[Artefact]:
        """Give the artefacts that belong to one dataset."""
        dataset, shape = self.told.dataset, self.told.shape
        lists = [self._list(one.name) for one in shape.dimensions if self._listed(one.name)]
        names, about = texts_of(dataset.title), self._about()
        code, version = dataset.code, self.told.vintage
        concepts = ItemScheme(
            own("ConceptScheme", sdmx.concepts_of(code)),
            names,
            items=tuple(self._concept(one) for one in shape.columns),
        )
        structure = DataStructure(
            own("DataStructure", sdmx.structure_of(code)), names, about, components=tuple(self._components())
        )
        flow = Dataflow(self.told.flow, names, about, structure=structure.reference)
        provider = own("DataProvider", sdmx.PROVIDERS, sdmx.provider_of(dataset.source))
        agreement = ProvisionAgreement(
            own("ProvisionAgreement", sdmx.agreement_of(code)), names, dataflow=flow.reference, provider=provider
        )
        here = {name: tuple(version.codes.get(name, ())) for name in shape.key}
        return [*lists, concepts, structure, flow, agreement, constraint(self.told, here, names)]

    def _about(self) -> dict[str, str]:
        dataset = self.told.dataset
        own_texts = texts_of(dataset.about)
        found = {}
        for language in self.labels:
            with override(language):
                parts = [own_texts.get(language, own_texts.get("en", ""))]
                parts += [_("Source: %(source)s.") % {"source": dataset.source}]
                parts += [_("Licence: %(licence)s.") % {"licence": dataset.licence}]
                if dataset.demonstration:
                    parts.append(_("Demonstration data: made up."))
                found[language] = " ".join(part for part in parts if part)
        return found

    def _listed(self, dimension: str) -> bool:
        return sdmx.listed(self.told.codes.get(dimension, ()))

    def _list(self, dimension: str) -> ItemScheme:
        codes = self.told.codes[dimension]
        said: dict[str, dict[str, str]] = {code: {} for code in codes}
        notes: dict[str, str] = {}
        for language, labels in self._in_languages():
            for code in codes:
                said[code][language] = labels.code(dimension, code)
            if found := labels.notes(dimension, codes):
                notes[language] = " ".join(found)
        items = tuple(Item(code, texts) for code, texts in said.items())
        where = own("Codelist", sdmx.list_of(self.told.dataset.code, dimension))
        return ItemScheme(where, self._word(dimension), notes, items=items)

    def _in_languages(self) -> Iterable[tuple[str, words.Labels]]:
        for language, labels in self.labels.items():
            with override(language):
                yield language, labels.of(self.told.dataset)

    def _word(self, name: str) -> dict[str, str]:
        found = {}
        for language in self.labels:
            with override(language):
                found[language] = _column(name, self.told)
        return found

    def _concept(self, name: str) -> Item:
        return Item(name, self._word(name))

    def _components(self) -> Iterable[Component]:
        shape = self.told.shape
        scheme = sdmx.concepts_of(self.told.dataset.code)
        coded = statuses_listed(self.told)
        roles = [(one.name, "dimension") for one in shape.dimensions]
        roles += [(shape.time, "time")] if shape.time else []
        roles += [(one, "attribute") for one in (*shape.statuses, *shape.extra)]
        roles += [(one.name, "measure") for one in shape.measures]
        for name, role in roles:
            held = Representation(None, TYPES[role])
            if role == "dimension" and self._listed(name):
                held = Representation(own("Codelist", sdmx.list_of(self.told.dataset.code, name)))
            if name in coded:
                held = Representation(standard_list(name))
            attached = ("observation",) if role == "attribute" else ()
            yield Component(name, role, own("Concept", scheme, name), held, attached=attached)


def constraint(told: Told, here: dict[str, tuple[str, ...]], names: dict[str, str] | None = None) -> Constraint:
    """Say which codes and periods there are of a dataset."""
    where = own("DataConstraint", sdmx.constraint_of(told.dataset.code))
    found = names if names is not None else texts_of(told.dataset.title)
    return Constraint(where, found, actual=True, attached=(told.flow,), regions=(Region(here),))


def standard_list(column: str) -> Reference:
    """Refer to the list of statuses that the standard keeps."""
    name, version, _codes = OWN_LISTS[column]
    return Reference("Codelist", sdmx.STANDARD, name, version)


def statuses_listed(told: Told) -> frozenset[str]:
    """Give the columns of statuses whose codes are all in the standard's list; others hold what the source wrote."""
    return _statuses_listed(str(rows_of(told.vintage).place), told.shape)


@lru_cache(maxsize=512)
def _statuses_listed(place: str, shape: Shape) -> frozenset[str]:
    found = set()
    for column in shape.statuses:
        if column in OWN_LISTS:
            asked = f"SELECT DISTINCT {quoted(column)} FROM read_parquet({text(place)})"  # noqa: S608 - names of the shape
            codes = {code for (code,) in asked_from().base.cursor().execute(asked).fetchall() if code is not None}
            if codes <= set(OWN_LISTS[column][2]):
                found.add(column)
    return frozenset(found)


def _column(name: str, told: Told) -> str:
    if name in COLUMNS:
        return str(COLUMNS[name]())
    if name in {one.name for one in told.shape.measures}:
        unit = told.dataset.unit
        return _("Value (%(unit)s)") % {"unit": unit} if unit else _("Value")
    return words.dimension(name, told.dataset)


COLUMNS: dict[str, Any] = {
    STATUS: lambda: _("Status of the observation"),
    CONFIDENTIALITY: lambda: _("Status of confidentiality"),
}


def texts_of(value: Any) -> dict[str, str]:
    """Give a text by language."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, dict):
        return {str(language): str(told) for language, told in data.items() if told}
    return {"en": str(data)} if data else {}


def _shared(every: list[Told], languages: Sequence[str]) -> Iterable[Artefact]:
    """Give what datasets share: who keeps structures, who provides data, and the standard's lists of statuses."""
    said = {}
    for language in languages:
        with override(language):
            said[language] = (_("Agencies"), _("The dialogue's platform"), _("Providers of data"))
    agency = Item(sdmx.AGENCY, {language: told[1] for language, told in said.items()})
    where = Reference("AgencyScheme", sdmx.STANDARD, sdmx.AGENCIES, "1.0")
    yield ItemScheme(where, {language: told[0] for language, told in said.items()}, items=(agency,))
    sources = {sdmx.provider_of(one.dataset.source): one.dataset.source for one in every}
    providers = tuple(Item(name, {"en": source}) for name, source in sorted(sources.items()))
    named = {language: told[2] for language, told in said.items()}
    yield ItemScheme(own("DataProviderScheme", sdmx.PROVIDERS), named, items=providers)
    for column, (_name, _version, codes) in OWN_LISTS.items():
        items = tuple(Item(code, _said_of(told, languages)) for code, told in codes.items())
        yield ItemScheme(standard_list(column), _said_of(COLUMNS[column], languages), items=items)


def _said_of(told: Any, languages: Sequence[str]) -> dict[str, str]:
    found = {}
    for language in languages:
        with override(language):
            found[language] = str(told() if callable(told) else told)
    return found
