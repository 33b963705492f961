"""Structure messages written as SDMX-ML 2.1, 3.0 and 3.1, artefact by artefact."""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from roundtable_analytics.sdmx.messages import Header, Reference
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
    Representation,
    Texts,
)

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v"
HOLDERS_21 = {
    "AgencyScheme": "OrganisationSchemes",
    "DataProviderScheme": "OrganisationSchemes",
    "Codelist": "Codelists",
    "ConceptScheme": "Concepts",
    "DataStructure": "DataStructures",
    "Dataflow": "Dataflows",
    "ContentConstraint": "Constraints",
    "ProvisionAgreement": "ProvisionAgreements",
}
HOLDERS_30 = {
    "AgencyScheme": "AgencySchemes",
    "DataProviderScheme": "DataProviderSchemes",
    "Codelist": "Codelists",
    "ValueList": "ValueLists",
    "ConceptScheme": "ConceptSchemes",
    "DataStructure": "DataStructures",
    "Dataflow": "Dataflows",
    "DataConstraint": "DataConstraints",
    "ProvisionAgreement": "ProvisionAgreements",
}
ORDER_21 = (
    *("OrganisationSchemes", "Dataflows", "Codelists", "Concepts", "DataStructures", "Constraints"),
    "ProvisionAgreements",
)
ITEM = {
    "Codelist": "Code",
    "ConceptScheme": "Concept",
    "ValueList": "ValueItem",
    "AgencyScheme": "Agency",
    "DataProviderScheme": "DataProvider",
}
ROLES = {"dimension": "Dimension", "time": "TimeDimension", "attribute": "Attribute"}


def write_structures(header: Header, artefacts: Iterable[Artefact], out: BinaryIO, *, version: str = "2.1") -> None:
    """Write a structure message. Raises `Refused` for a kind of artefact that the version does not have."""
    if version not in {"2.1", "3.0", "3.1"}:
        raise Refused("the form", f"there is no SDMX-ML {version}.")
    writer = _Writer(version)
    base = SCHEMAS + version.replace(".", "_")
    names = f'xmlns:mes="{base}/message" xmlns:str="{base}/structure" xmlns:com="{base}/common"'
    told = (
        f"<mes:Header><mes:ID>{escape(header.identifier)}</mes:ID><mes:Test>{str(header.test).lower()}</mes:Test>"
        f"<mes:Prepared>{escape(header.prepared)}</mes:Prepared><mes:Sender id={quoteattr(header.sender)}/>"
        "</mes:Header>"
    )
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<mes:Structure {names}>\n{told}\n<mes:Structures>\n'.encode())
    holders = HOLDERS_21 if version == "2.1" else HOLDERS_30
    held: dict[str, list[Artefact]] = {}
    for one in artefacts:
        kind = writer.kind(one.reference.kind)
        if kind not in holders:
            raise Refused(f"{one.reference.kind} {one.reference.short}", f"SDMX-ML {version} does not have it here.")
        held.setdefault(holders[kind], []).append(one)
    for holder in ORDER_21 if version == "2.1" else sorted(held):
        if holder in held:
            out.write(f"<str:{holder}>\n".encode())
            for one in sorted(held[holder], key=lambda artefact: artefact.reference.kind):
                kind = writer.kind(one.reference.kind)
                out.writelines(text.encode() for text in writer.artefact(one, kind))
            out.write(f"</str:{holder}>\n".encode())
    out.write(b"</mes:Structures>\n</mes:Structure>\n")


class _Writer:
    def __init__(self, version: str) -> None:
        self.old = version == "2.1"

    def kind(self, kind: str) -> str:
        """Give the name that this version has for a kind."""
        if kind in {"ContentConstraint", "DataConstraint"}:
            return "ContentConstraint" if self.old else "DataConstraint"
        return kind

    def artefact(self, told: Artefact, kind: str) -> Iterator[str]:
        attributes = f"id={quoteattr(told.reference.identifier)} agencyID={quoteattr(told.reference.agency)}"
        attributes += f" version={quoteattr(told.reference.version)}"
        if told.final and self.old:
            attributes += ' isFinal="true"'
        if told.elsewhere:
            attributes += f' isExternalReference="true" structureURL={quoteattr(told.elsewhere)}'
        if isinstance(told, Constraint):
            role = "Actual" if told.actual else "Allowed"
            attributes += f' type="{role}"' if self.old else f' role="{role}"'
        yield f"<str:{kind} {attributes}>{_texts('Name', told.names)}{_texts('Description', told.descriptions)}\n"
        if isinstance(told, ItemScheme):
            for item in told.items:
                yield self._item(item, ITEM[kind])
        elif isinstance(told, DataStructure):
            yield self._components(told) if told.components else ""
        elif isinstance(told, Dataflow) and told.structure:
            yield self._referred("str:Structure", told.structure)
        elif isinstance(told, ProvisionAgreement):
            yield self._referred("str:StructureUsage" if self.old else "str:Dataflow", told.dataflow)
            yield self._referred("str:DataProvider", told.provider)
        elif isinstance(told, Constraint):
            yield self._constraint(told)
        yield f"</str:{kind}>\n"

    def _referred(self, mark: str, told: Reference | None) -> str:
        if told is None:
            return ""
        if not self.old:
            return f"<{mark}>{escape(told.urn)}</{mark}>"
        agency = f"agencyID={quoteattr(told.agency)}"
        if told.item:
            where = f"id={quoteattr(told.item)} maintainableParentID={quoteattr(told.identifier)} {agency}"
            where += f" maintainableParentVersion={quoteattr(told.version)}"
        else:
            where = f"id={quoteattr(told.identifier)} {agency} version={quoteattr(told.version)}"
        return f'<{mark}><Ref {where} class="{told.kind}"/></{mark}>'

    def _item(self, item: Item, mark: str) -> str:
        texts = _texts("Name", item.names) + _texts("Description", item.descriptions)
        parent = ""
        if item.parent:
            inner = f"<Ref id={quoteattr(item.parent)}/>" if self.old else escape(item.parent)
            parent = f"<str:Parent>{inner}</str:Parent>"
        held = self._representation("CoreRepresentation", item.representation)
        return f"<str:{mark} id={quoteattr(item.identifier)}>{texts}{parent}{held}</str:{mark}>\n"

    def _representation(self, mark: str, told: Representation | None) -> str:
        if told is None:
            return ""
        if self.old and told.code_list and told.code_list.kind == "ValueList":
            raise Refused(f"ValueList {told.code_list.short}", "SDMX-ML 2.1 has no value lists.")
        listed = self._referred("str:Enumeration", told.code_list)
        facets = "".join(f" {name}={quoteattr(value)}" for name, value in told.facets.items())
        kind = f" textType={quoteattr(told.text_type)}" if told.text_type else ""
        form = ""
        if kind or facets:
            form = f"<str:{'EnumerationFormat' if listed else 'TextFormat'}{kind}{facets}/>"
        return f"<str:{mark}>{listed}{form}</str:{mark}>"

    def _components(self, told: DataStructure) -> str:
        parts = {role: [one for one in told.components if one.role == role] for role in (*ROLES, "measure")}
        dimensions = "".join(self._component(one, place + 1) for place, one in enumerate(parts["dimension"]))
        dimensions += "".join(self._component(one, len(parts["dimension"]) + 1) for one in parts["time"])
        groups = "".join(self._group(name, members) for name, members in told.groups.items())
        attributes = "".join(self._component(one, 0) for one in parts["attribute"])
        measures = "".join(self._component(one, 0) for one in parts["measure"])
        if self.old and len(parts["measure"]) > 1:
            raise Refused(f"DataStructure {told.reference.short}", "SDMX-ML 2.1 has one primary measure.")
        lists = [
            f'<str:DimensionList id="DimensionDescriptor">{dimensions}</str:DimensionList>',
            groups,
            f'<str:AttributeList id="AttributeDescriptor">{attributes}</str:AttributeList>' if attributes else "",
            f'<str:MeasureList id="MeasureDescriptor">{measures}</str:MeasureList>' if measures else "",
        ]
        return f"<str:DataStructureComponents>{''.join(lists)}</str:DataStructureComponents>\n"

    def _component(self, told: Component, position: int) -> str:
        mark = ("PrimaryMeasure" if self.old else "Measure") if told.role == "measure" else ROLES[told.role]
        attributes = f"id={quoteattr(told.identifier)}"
        if position and (self.old or told.role == "dimension"):
            attributes += f' position="{position}"'
        if told.role == "attribute":
            usage = "mandatory" if told.required else "optional"
            old = "Mandatory" if told.required else "Conditional"
            attributes += f' assignmentStatus="{old}"' if self.old else f' usage="{usage}"'
        elif told.role == "measure" and not self.old:
            attributes += f' usage="{"mandatory" if told.required else "optional"}"'
        inner = self._referred("str:ConceptIdentity", told.concept)
        inner += self._representation("LocalRepresentation", told.representation)
        if told.role == "attribute":
            inner += f"<str:AttributeRelationship>{self._attached(told.attached)}</str:AttributeRelationship>"
        return f"<str:{mark} {attributes}>{inner}</str:{mark}>"

    def _attached(self, told: tuple[str, ...]) -> str:
        kind, *names = told or ("observation",)
        if kind == "dataset":
            return "<str:None/>" if self.old else "<str:Dataflow/>"
        if kind == "observation":
            return self._named("PrimaryMeasure", "OBS_VALUE") if self.old else "<str:Observation/>"
        mark = "Group" if kind == "group" else "Dimension"
        return "".join(self._named(mark, name) for name in names)

    def _named(self, mark: str, name: str) -> str:
        inner = f"<Ref id={quoteattr(name)}/>" if self.old else escape(name)
        return f"<str:{mark}>{inner}</str:{mark}>"

    def _group(self, name: str, members: tuple[str, ...]) -> str:
        inner = "".join(
            f"<str:GroupDimension>{self._named('DimensionReference', one)}</str:GroupDimension>" for one in members
        )
        return f"<str:Group id={quoteattr(name)}>{inner}</str:Group>"

    def _constraint(self, told: Constraint) -> str:
        attached = "".join(self._referred(f"str:{one.kind}", one) for one in told.attached)
        text = f"<str:ConstraintAttachment>{attached}</str:ConstraintAttachment>" if attached else ""
        if told.keys:
            keys = "".join(
                "<str:Key>"
                + "".join(self._values("KeyValue", name, (value,)) for name, value in key.items())
                + "</str:Key>"
                for key in told.keys
            )
            text += f'<str:DataKeySet isIncluded="true">{keys}</str:DataKeySet>'
        for region in told.regions:
            values = "".join(self._values("KeyValue", name, codes) for name, codes in region.values.items())
            text += f'<str:CubeRegion include="{str(region.include).lower()}">{values}</str:CubeRegion>'
        return text + "\n"

    def _key(self, told: Mapping[str, str]) -> str:
        return "".join(self._values("KeyValue", name, (value,)) for name, value in told.items())

    def _values(self, mark: str, name: str, codes: tuple[str, ...]) -> str:
        space = "com" if self.old else "str"
        inner = "".join(f"<{space}:Value>{escape(code)}</{space}:Value>" for code in codes)
        return f"<{space}:{mark} id={quoteattr(name)}>{inner}</{space}:{mark}>"


def _texts(mark: str, told: Texts) -> str:
    return "".join(
        f"<com:{mark} xml:lang={quoteattr(language)}>{escape(text)}</com:{mark}>" for language, text in told.items()
    )
