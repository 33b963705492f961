"""Structure messages written as SDMX-JSON 1.0 and 2.0."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from roundtable_analytics.sdmx.messages import Header
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

SCHEMA = "https://json.sdmx.org/{version}/sdmx-json-structure-schema.json"
HOLDERS = {
    "AgencyScheme": "agencySchemes",
    "DataProviderScheme": "dataProviderSchemes",
    "Codelist": "codelists",
    "ValueList": "valueLists",
    "ConceptScheme": "conceptSchemes",
    "DataStructure": "dataStructures",
    "Dataflow": "dataflows",
    "ProvisionAgreement": "provisionAgreements",
}
ITEMS = {
    "AgencyScheme": "agencies",
    "DataProviderScheme": "dataProviders",
    "Codelist": "codes",
    "ValueList": "valueItems",
    "ConceptScheme": "concepts",
}
Node = dict[str, Any]


def write_structures_json(
    header: Header, artefacts: Iterable[Artefact], out: BinaryIO, *, version: str = "2.0"
) -> None:
    """Write a structure message of SDMX-JSON. Raises `Refused` for what the version does not have."""
    if version not in {"1.0", "2.0"}:
        raise Refused("the form", f"there is no SDMX-JSON {version} that is written here.")
    writer = _Writer(old=version == "1.0")
    data: dict[str, list[Node]] = {}
    for one in artefacts:
        data.setdefault(writer.holder(one), []).append(writer.artefact(one))
    meta = {
        "schema": SCHEMA.format(version=version),
        "id": header.identifier,
        "test": header.test,
        "prepared": header.prepared,
        "contentLanguages": sorted({language for held in data.values() for one in held for language in one["names"]}),
        "sender": {"id": header.sender},
    }
    out.write(json.dumps({"meta": meta, "data": data}, ensure_ascii=False, indent=1).encode())


class _Writer:
    def __init__(self, *, old: bool) -> None:
        self.old = old

    def holder(self, told: Artefact) -> str:
        if isinstance(told, Constraint):
            return "contentConstraints" if self.old else "dataConstraints"
        if told.reference.kind not in HOLDERS or (self.old and told.reference.kind == "ValueList"):
            raise Refused(f"{told.reference.kind} {told.reference.short}", "this form does not have it.")
        return HOLDERS[told.reference.kind]

    def artefact(self, told: Artefact) -> Node:
        where = told.reference
        made: Node = {"id": where.identifier, "agencyID": where.agency, "version": where.version}
        made |= _texts("name", told.names) | _texts("description", told.descriptions)
        if told.elsewhere:
            return made | {
                "isExternalReference": True,
                "links": [{"rel": "external", "href": told.elsewhere, "urn": where.urn}],
            }
        made["links"] = [{"rel": "self", "urn": where.urn}]
        if isinstance(told, ItemScheme):
            made[ITEMS[where.kind]] = [self._item(item) for item in told.items]
        elif isinstance(told, DataStructure):
            made["dataStructureComponents"] = self._components(told)
        elif isinstance(told, Dataflow) and told.structure:
            made["structure"] = told.structure.urn
        elif isinstance(told, ProvisionAgreement):
            made["structureUsage" if self.old else "dataflow"] = told.dataflow.urn if told.dataflow else ""
            made["dataProvider"] = told.provider.urn if told.provider else ""
        elif isinstance(told, Constraint):
            made |= self._constraint(told)
        return made

    def _item(self, item: Item) -> Node:
        made: Node = {"id": item.identifier} | _texts("name", item.names) | _texts("description", item.descriptions)
        if item.parent:
            made["parent"] = item.parent
        if item.representation:
            made["coreRepresentation"] = self._representation(item.representation)
        return made

    def _representation(self, told: Representation) -> Node:
        form: Node = {"textType": told.text_type} if told.text_type else {}
        form |= dict(told.facets)
        if told.code_list:
            listed: Node = {"enumeration": told.code_list.urn}
            return listed | ({"enumerationFormat": form} if form else {})
        name = "textFormat" if self.old else "format"
        return {name: form}

    def _components(self, told: DataStructure) -> Node:
        dimensions = [one for one in told.components if one.role == "dimension"]
        times = [one for one in told.components if one.role == "time"]
        measures = [self._component(one) for one in told.components if one.role == "measure"]
        attributes = [self._component(one) for one in told.components if one.role == "attribute"]
        listed: Node = {
            "id": "DimensionDescriptor",
            "dimensions": [self._component(one) | {"position": at} for at, one in enumerate(dimensions)],
        }
        if times:
            time = self._component(times[0])
            listed |= (
                {"timeDimensions": [time | {"position": len(dimensions)}]} if self.old else {"timeDimension": time}
            )
        made: Node = {"dimensionList": listed}
        if attributes:
            made["attributeList"] = {"id": "AttributeDescriptor", "attributes": attributes}
        if measures and self.old:
            if len(measures) > 1:
                raise Refused(f"DataStructure {told.reference.short}", "SDMX-JSON 1.0 has one primary measure.")
            made["measureList"] = {"id": "MeasureDescriptor", "primaryMeasure": measures[0]}
        elif measures:
            made["measureList"] = {"id": "MeasureDescriptor", "measures": measures}
        if told.groups:
            made["groups"] = [{"id": name, "groupDimensions": list(members)} for name, members in told.groups.items()]
        return made

    def _component(self, told: Component) -> Node:
        made: Node = {"id": told.identifier}
        if told.concept:
            made["conceptIdentity"] = told.concept.urn
        if told.representation:
            made["localRepresentation"] = self._representation(told.representation)
        if told.role == "attribute":
            if self.old:
                made["assignmentStatus"] = "Mandatory" if told.required else "Conditional"
            else:
                made["usage"] = "mandatory" if told.required else "optional"
            made["attributeRelationship"] = self._attached(told.attached)
        elif told.role == "measure" and not self.old:
            made["usage"] = "mandatory" if told.required else "optional"
        return made

    def _attached(self, told: tuple[str, ...]) -> Node:
        kind, *names = told or ("observation",)
        if kind == "observation":
            return {"primaryMeasure": "OBS_VALUE"} if self.old else {"observation": {}}
        if kind == "dataset":
            return {"none": {}} if self.old else {"dataflow": {}}
        return {"group": names[0]} if kind == "group" else {"dimensions": names}

    def _constraint(self, told: Constraint) -> Node:
        role = "Actual" if told.actual else "Allowed"
        regions = []
        for region in told.regions:
            values = [
                {"id": name, "values": list(codes) if self.old else [{"value": code} for code in codes]}
                for name, codes in region.values.items()
            ]
            regions.append({"isIncluded" if self.old else "include": region.include, "keyValues": values})
        made: Node = {("type" if self.old else "role"): role, "cubeRegions": regions}
        if told.attached:
            made["constraintAttachment"] = {"dataflows": [one.urn for one in told.attached]}
        return made


def _texts(name: str, told: Texts) -> Node:
    if not told:
        return {f"{name}s": {}} if name == "name" else {}
    first = told.get("en") or next(iter(told.values()))
    return {name: first, f"{name}s": dict(told)}
