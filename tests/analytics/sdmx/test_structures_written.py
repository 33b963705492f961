"""Structures written are read back the same, from made-up ones and from the samples of other makers."""

import io
import re
from dataclasses import replace

import pytest

from roundtable_analytics.sdmx.messages import Header, Reference
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.structures import (
    Component,
    Constraint,
    Dataflow,
    DataStructure,
    Item,
    ItemScheme,
    ProvisionAgreement,
    Region,
    Representation,
)
from roundtable_analytics.sdmx.structures_writing import write_structures
from roundtable_analytics.sdmx.structures_xml import read_structures
from tests.analytics.sdmx.cells import SAMPLES

CODES = Reference("Codelist", "RT", "CL_GEO", "1.0")
CONCEPTS = Reference("ConceptScheme", "RT", "CS", "1.0")
STRUCTURE = Reference("DataStructure", "RT", "DSD", "1.0")
FLOW = Reference("Dataflow", "RT", "DF", "1.0")


def concept(name):
    return replace(CONCEPTS, kind="Concept", item=name)


EVERY = [
    ItemScheme(
        CODES,
        {"en": "Places & more", "ru": "Места"},
        {"en": "<all>"},
        final=False,
        items=(Item("EUR", {"en": "Europe"}), Item("DE", {"en": "Germany"}, {"en": "a state"}, "EUR")),
    ),
    ItemScheme(
        CONCEPTS, {"en": "Concepts"}, items=(Item("GEO", {"en": "Place"}, representation=Representation(CODES)),)
    ),
    DataStructure(
        STRUCTURE,
        {"en": "Structure"},
        components=(
            Component("GEO", "dimension", concept("GEO"), Representation(CODES)),
            Component("SEX", "dimension", concept("SEX"), Representation(None, "String", {"maxLength": "2"})),
            Component("TIME_PERIOD", "time", concept("TIME_PERIOD"), Representation(None, "ObservationalTimePeriod")),
            Component("UNIT", "attribute", concept("UNIT"), None, True, ("dataset",)),
            Component("TITLE", "attribute", concept("TITLE"), None, False, ("dimensions", "GEO", "SEX")),
            Component("NOTE", "attribute", concept("NOTE"), None, False, ("group", "SIBLING")),
            Component("OBS_STATUS", "attribute", concept("OBS_STATUS"), None, False, ("observation",)),
            Component("OBS_VALUE", "measure", concept("OBS_VALUE"), Representation(None, "Double")),
        ),
        groups={"SIBLING": ("GEO",)},
    ),
    Dataflow(FLOW, {"en": "Flow"}, structure=STRUCTURE),
    ProvisionAgreement(
        Reference("ProvisionAgreement", "RT", "PA", "1.0"),
        {"en": "Agreement"},
        dataflow=FLOW,
        provider=Reference("DataProvider", "RT", "DATA_PROVIDERS", "1.0", "STAT"),
    ),
    Constraint(
        Reference("DataConstraint", "RT", "C", "1.0"),
        {"en": "There"},
        actual=True,
        attached=(FLOW,),
        regions=(Region({"GEO": ("DE", "EUR")}), Region({"SEX": ("F",)}, include=False)),
    ),
    Constraint(
        Reference("DataConstraint", "RT", "K", "1.0"),
        {"en": "Keys"},
        attached=(STRUCTURE,),
        keys=({"GEO": "DE", "SEX": "F"}, {"GEO": "EUR", "SEX": "M"}),
    ),
]


def written(artefacts, version):
    out = io.BytesIO()
    write_structures(Header("x", "2026-01-01T00:00:00", "RT"), artefacts, out, version=version)
    return read_structures(io.BytesIO(out.getvalue())).found


def as_in(version, told):
    """Give an artefact as a version names it: constraints are called otherwise in 2.1."""
    kind = {"DataConstraint": "ContentConstraint"} if version == "2.1" else {"ContentConstraint": "DataConstraint"}
    return replace(told, reference=replace(told.reference, kind=kind.get(told.reference.kind, told.reference.kind)))


@pytest.mark.parametrize("version", ["2.1", "3.0", "3.1"])
def test_every_kind_of_structure_comes_back(version):
    expected = [as_in(version, one) for one in EVERY]

    found = written(EVERY, version)

    assert {one.reference: one for one in expected} == found


def _is_structure_message(place):
    root = re.search(rb"<(?:\w+:)?(\w+)[\s>]", place.read_bytes())
    return root is not None and root[1] == b"Structure"


NAMES = sorted(str(one.relative_to(SAMPLES)) for one in SAMPLES.rglob("*.xml") if _is_structure_message(one))


@pytest.mark.shared_data
@pytest.mark.skipif(not NAMES, reason="the sample messages are not beside this repository")
@pytest.mark.parametrize("name", NAMES)
def test_structures_of_other_makers_come_back(name):
    with (SAMPLES / name).open("rb") as content:
        found = read_structures(content).found

    only_new = any(one.reference.kind == "ValueList" or _several_measures(one) for one in found.values())
    for version in ("3.0", "3.1") if only_new else ("2.1", "3.0", "3.1"):
        # Only 2.1 says of an artefact that it is final; since 3.0 its version does.
        kept = [as_in(version, replace(one, final=one.final and version == "2.1")) for one in found.values()]
        assert written(kept, version) == {one.reference: one for one in kept}


def _several_measures(told):
    return isinstance(told, DataStructure) and len(told.of("measure")) > 1


def test_what_a_version_does_not_have_is_refused():
    listed = ItemScheme(Reference("ValueList", "RT", "V", "1.0"))
    two = replace(EVERY[2], components=(*EVERY[2].components, Component("SECOND", "measure")))

    with pytest.raises(Refused, match="does not have it"):
        written([listed], "2.1")
    named = replace(EVERY[2], components=(Component("A", "dimension", None, Representation(listed.reference)),))
    with pytest.raises(Refused, match="has no value lists"):
        written([named], "2.1")
    with pytest.raises(Refused, match="one primary measure"):
        written([two], "2.1")
    with pytest.raises(Refused, match="there is no SDMX-ML 4"):
        written([], "4")
