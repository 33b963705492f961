"""Structure messages of SDMX-ML 2.1, 3.0 and 3.1, read element by element: a list of a million codes needs no tree."""

from collections.abc import Callable
from typing import Any, BinaryIO

from lxml import etree

from roundtable_analytics.sdmx.messages import Reference, reference
from roundtable_analytics.sdmx.refusals import Refused
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
    Texts,
)
from roundtable_analytics.sdmx.xml_source import no_xml, parser, pieces

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ITEMS = {
    "Code": "Codelist",
    "Concept": "ConceptScheme",
    "ValueItem": "ValueList",
    "Agency": "AgencyScheme",
    "DataProvider": "DataProviderScheme",
}
CONSTRAINTS = {"ContentConstraint", "DataConstraint"}
_OTHERS = """DataConsumerScheme OrganisationUnitScheme CategoryScheme Categorisation
Hierarchy HierarchicalCodelist HierarchyAssociation MetadataStructure Metadataflow MetadataSet StructureMap
RepresentationMap TransformationScheme RulesetScheme UserDefinedOperatorScheme CustomTypeScheme
NamePersonalisationScheme StructureSet VtlMappingScheme MetadataProviderScheme MetadataProvisionAgreement
ReportingTaxonomy Process GeographicCodelist"""
PASSED_OVER = frozenset(_OTHERS.split())


def read_structures(stream: BinaryIO) -> Structures:
    """Read a structure message; kinds of artefacts that are not read are named in `passed_over`.

    Raises `Refused` for what is no structure message, with the place.
    """
    reading = parser()
    reader = _Reader()
    try:
        for piece in pieces(stream):
            reading.feed(piece)
            reader.take(reading.read_events())
        reading.close()
        reader.take(reading.read_events())
    except etree.XMLSyntaxError as error:
        raise no_xml(error) from error
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused("the message", "an element has a prefix that is declared nowhere.") from error
    return reader.structures


class _Reader:
    def __init__(self) -> None:
        self.structures = Structures()
        self.items: list[Item] = []
        self.begun = False
        self.holder = ""

    def take(self, events: Any) -> None:
        for event, element in events:
            name = etree.QName(element).localname
            if event == "start":
                if not self.begun:
                    self._root(name)
                    self.begun = True
                if name in READERS or name in ITEMS.values():
                    self.holder = name
                continue
            if name in ITEMS and ITEMS[name] == self.holder and _name(element.getparent()) == self.holder:
                self.items.append(_item(element))
                _forget(element)
            elif name in ITEMS.values() and _is_artefact(element):
                self.structures.add(ItemScheme(*_common(element, name), items=tuple(self.items)))
                self.items, self.holder = [], ""
                _forget(element)
            elif name in READERS and _is_artefact(element):
                self.structures.add(READERS[name](element))
                self.holder = ""
                _forget(element)
            elif name in PASSED_OVER and _is_artefact(element):
                self.structures.passed_over.append(f"{name} {element.get('id')}")
                _forget(element)

    def _root(self, name: str) -> None:
        if name not in {"Structure", "RegistryInterface"}:
            raise Refused("line 1", f"<{name}> is no message with structures.")


def _is_artefact(element: Any) -> bool:
    parent = element.getparent()
    above = parent.getparent() if parent is not None else None
    return element.get("id") is not None and above is not None and _name(above) == "Structures"


def _name(element: Any) -> str:
    return "" if element is None else str(etree.QName(element).localname)


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element and _name(parent[0]) == _name(element):
        del parent[0]


def _texts(element: Any, name: str) -> Texts:
    return {one.get(LANGUAGE, "en"): (one.text or "").strip() for one in element.iterfind(f"./{{*}}{name}")}


def _common(element: Any, kind: str) -> tuple[Reference, Texts, Texts, bool, str]:
    told = Reference(kind, element.get("agencyID", ""), element.get("id", ""), element.get("version", "1.0"))
    final = element.get("isFinal") in {"true", "1"}
    elsewhere = element.get("structureURL", "") if element.get("isExternalReference") in {"true", "1"} else ""
    return told, _texts(element, "Name"), _texts(element, "Description"), final, elsewhere


def referred(element: Any, kind: str) -> Reference | None:
    """Read what an element refers to: a <Ref>, a <URN>, or a URN as its text."""
    if element is None:
        return None
    for child in element:
        if _name(child) == "URN":
            return reference(child.text or "")
        if _name(child) == "Ref":
            if parent := child.get("maintainableParentID"):
                version = child.get("maintainableParentVersion", "1.0")
                return Reference(kind, child.get("agencyID", ""), parent, version, child.get("id", ""))
            return Reference(kind, child.get("agencyID", ""), child.get("id", ""), child.get("version", "1.0"))
    return reference(element.text or "")


def _item(element: Any) -> Item:
    parent = element.find("./{*}Parent")
    above = ""
    if parent is not None:
        ref = parent.find("./{*}Ref")
        above = ref.get("id", "") if ref is not None else (parent.text or "").strip()
        above = above.rpartition(").")[2] if above.startswith("urn:") else above
    held = _representation(element.find("./{*}CoreRepresentation"))
    return Item(element.get("id", ""), _texts(element, "Name"), _texts(element, "Description"), above, held)


def _representation(element: Any) -> Representation | None:
    if element is None:
        return None
    listed = element.find("./{*}Enumeration")
    told = element.find("./{*}TextFormat")
    told = element.find("./{*}EnumerationFormat") if told is None else told
    facets = dict(told.attrib) if told is not None else {}
    text_type = facets.pop("textType", "")
    return Representation(referred(listed, "Codelist"), text_type, facets)


def _component(element: Any, role: str) -> Component:
    concept = referred(element.find("./{*}ConceptIdentity"), "Concept")
    usage = element.get("usage", element.get("assignmentStatus", "")).lower()
    attached: tuple[str, ...] = ()
    if role == "attribute":
        attached = _attached(element.find("./{*}AttributeRelationship"))
    return Component(
        element.get("id") or (concept.item if concept else ""),
        role,
        concept,
        _representation(element.find("./{*}LocalRepresentation")),
        usage == "mandatory",
        attached,
    )


def _attached(element: Any) -> tuple[str, ...]:
    found: list[str] = []
    for child in element if element is not None else ():
        name = _name(child)
        told = _component_named(child)
        if name in {"PrimaryMeasure", "Observation"}:
            return ("observation",)
        if name in {"None", "Dataflow"}:
            return ("dataset",)
        if name == "Group":
            return ("group", told)
        if name == "Dimension":
            found.append(told)
    return ("dimensions", *found) if found else ("observation",)


def _component_named(element: Any) -> str:
    """Give the component that an element names: in a <Ref> (2.1) or as its text (3.0)."""
    ref = element.find("./{*}Ref")
    return ref.get("id", "") if ref is not None else (element.text or "").strip()


ROLES = {
    "Dimension": "dimension",
    "MeasureDimension": "dimension",
    "TimeDimension": "time",
    "PrimaryMeasure": "measure",
    "Measure": "measure",
    "Attribute": "attribute",
}


def _data_structure(element: Any) -> Artefact:
    components, groups = [], {}
    for part in element.iterfind("./{*}DataStructureComponents/{*}*"):
        if _name(part) == "Group":
            told = [one.find(".//{*}DimensionReference") for one in part.iterfind("./{*}GroupDimension")]
            names = []
            for one in told:
                ref = one.find("./{*}Ref") if one is not None else None
                names.append(
                    ref.get("id", "") if ref is not None else (one.text or "").strip() if one is not None else ""
                )
            groups[part.get("id", "")] = tuple(names)
            continue
        inner = [one for one in part if _name(one) in ROLES]
        if _name(part) == "DimensionList":
            inner.sort(key=lambda one: int(one.get("position") or 1_000_000))
        components += [_component(one, ROLES[_name(one)]) for one in inner]
    return DataStructure(*_common(element, "DataStructure"), components=tuple(components), groups=groups)


def _dataflow(element: Any) -> Artefact:
    return Dataflow(*_common(element, "Dataflow"), structure=referred(element.find("./{*}Structure"), "DataStructure"))


def _agreement(element: Any) -> Artefact:
    usage = element.find("./{*}StructureUsage")
    usage = element.find("./{*}Dataflow") if usage is None else usage
    provider = referred(element.find("./{*}DataProvider"), "DataProvider")
    flow = referred(usage, "Dataflow")
    return ProvisionAgreement(*_common(element, "ProvisionAgreement"), dataflow=flow, provider=provider)


def _constraint(element: Any) -> Artefact:
    named = (referred(one, _name(one)) for one in element.iterfind("./{*}ConstraintAttachment/{*}*"))
    attached = [one for one in named if one]
    regions = []
    for region in element.iterfind("./{*}CubeRegion"):
        values = {
            key.get("id", ""): tuple((value.text or "").strip() for value in key.iterfind("./{*}Value"))
            for key in region
            if key.get("id") is not None
        }
        regions.append(Region(values, region.get("include", "true") == "true"))
    keys = [
        {one.get("id", ""): "".join(one.itertext()).strip() for one in key.iterfind("./{*}KeyValue")}
        for key in element.iterfind("./{*}DataKeySet/{*}Key")
    ]
    actual = (element.get("type") or element.get("role") or "").lower() == "actual"
    return Constraint(
        *_common(element, _name(element)),
        actual=actual,
        attached=tuple(attached),
        regions=tuple(regions),
        keys=tuple(keys),
    )


READERS: dict[str, Callable[[Any], Artefact]] = {
    "DataStructure": _data_structure,
    "Dataflow": _dataflow,
    "ProvisionAgreement": _agreement,
    "ContentConstraint": _constraint,
    "DataConstraint": _constraint,
}
