"""Structures of SDMX: code lists, concepts, data structure definitions, data flows, provision agreements, constraints.

One set of words for all versions; what a version writes differently is the business of its reader and writer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from roundtable_analytics.sdmx.messages import NUMBERS, Reference

Texts = Mapping[str, str]
"""A text in languages: the code of the language, and the text."""


@dataclass(frozen=True, slots=True)
class Item:
    """A code or a concept."""

    identifier: str
    names: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    parent: str = ""
    representation: "Representation | None" = None


@dataclass(frozen=True, slots=True)
class Representation:
    """What may stand in a component: a list of codes, or text of a type, with limits as SDMX names them."""

    code_list: Reference | None = None
    text_type: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, the time dimension, a measure or an attribute of a data structure.

    `attached` says what an attribute speaks of: `("observation",)`, `("dataset",)`, `("group", name)`, or
    `("dimensions", name, …)`.
    """

    identifier: str
    role: str
    concept: Reference | None = None
    representation: Representation | None = None
    required: bool = False
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Artefact:
    """What has an agency, an identifier and a version, and a name in languages.

    `elsewhere` makes it a stub: the address under which the whole artefact is found.
    """

    reference: Reference
    names: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    final: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ItemScheme(Artefact):
    """A list of codes or a scheme of concepts."""

    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class DataStructure(Artefact):
    """A data structure definition."""

    components: tuple[Component, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, *roles: str) -> tuple[str, ...]:
        """Give the components of some roles, in order: `dimension`, `time`, `measure`, `attribute`."""
        return tuple(one.identifier for one in self.components if one.role in roles)

    def measures(self) -> dict[str, str]:
        """Give the measures that are numbers with their types, for `messages.typed`."""
        told = {one.identifier: one.representation for one in self.components if one.role == "measure"}
        kinds = {name: found.text_type if found else "" for name, found in told.items()}
        # A measure without a type, as most of version 2.1 write it, is a number of any kind.
        return {name: kind or "Double" for name, kind in kinds.items() if not kind or kind in NUMBERS}


@dataclass(frozen=True, slots=True)
class Dataflow(Artefact):
    """A flow of data that follow a structure."""

    structure: Reference | None = None


@dataclass(frozen=True, slots=True)
class ProvisionAgreement(Artefact):
    """Who provides data for which flow."""

    dataflow: Reference | None = None
    provider: Reference | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Values that are allowed, or with `include` False are not, by dimension."""

    values: Mapping[str, tuple[str, ...]]
    include: bool = True


@dataclass(frozen=True, slots=True)
class Constraint(Artefact):
    """What of a structure is allowed, or with `actual` True what is there."""

    actual: bool = False
    attached: tuple[Reference, ...] = ()
    regions: tuple[Region, ...] = ()
    keys: tuple[Mapping[str, str], ...] = ()


@dataclass(slots=True)
class Structures:
    """The structures of one message, each by its reference."""

    found: dict[Reference, Artefact] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)

    def add(self, artefact: Artefact) -> None:
        """Add an artefact."""
        self.found[artefact.reference] = artefact

    def of(self, kind: str) -> Iterator[Artefact]:
        """Give the artefacts of a kind, by the name that SDMX gives its class."""
        return (one for reference, one in self.found.items() if reference.kind == kind)

    def structure_of(self, reference: Reference) -> DataStructure | None:
        """Follow a reference over agreements and flows to the data structure; None when a step is not here."""
        seen = set()
        found: Reference | None = reference
        while found is not None and found not in seen:
            seen.add(found)
            artefact = self.found.get(found)
            if isinstance(artefact, DataStructure):
                return artefact
            found = (
                artefact.dataflow
                if isinstance(artefact, ProvisionAgreement)
                else artefact.structure
                if isinstance(artefact, Dataflow)
                else None
            )
        return None

    def codes(self, structure: DataStructure, component: str) -> tuple[str, ...] | None:
        """Give the codes that may stand in a component: of its own list, else of its concept's; None for free text."""
        for one in structure.components:
            if one.identifier == component:
                held = one.representation or self._of_concept(one.concept)
                listed = self.found.get(held.code_list) if held and held.code_list else None
                return tuple(item.identifier for item in listed.items) if isinstance(listed, ItemScheme) else None
        return None

    def _of_concept(self, concept: Reference | None) -> Representation | None:
        if concept is None:
            return None
        scheme = self.found.get(Reference("ConceptScheme", concept.agency, concept.identifier, concept.version))
        items = scheme.items if isinstance(scheme, ItemScheme) else ()
        return next((one.representation for one in items if one.identifier == concept.item), None)
