"""Structures answer with what comes along, whole or as stubs, in SDMX-ML and SDMX-JSON."""

import io
import json

import pytest

from roundtable_analytics.sdmx.messages import Header, Reference
from roundtable_analytics.sdmx.rest.addresses import question_20
from roundtable_analytics.sdmx.rest.artefacts import answered
from roundtable_analytics.sdmx.rest.reading import parameters
from roundtable_analytics.sdmx.structures import Item, ItemScheme, Structures
from roundtable_analytics.sdmx.structures_json import write_structures_json
from roundtable_analytics.sdmx.structures_writing import write_structures
from roundtable_analytics.sdmx.structures_xml import read_structures
from tests.analytics.sdmx.test_structures_written import EVERY

AGENCIES = ItemScheme(
    Reference("AgencyScheme", "SDMX", "AGENCIES", "1.0"), {"en": "Agencies"}, items=(Item("RT", {"en": "Us"}),)
)
PROVIDERS = ItemScheme(
    Reference("DataProviderScheme", "RT", "PROVIDERS", "1.0"), {"en": "Providers"}, items=(Item("M", {"en": "They"}),)
)


@pytest.fixture
def here():
    return Structures({one.reference: one for one in (*EVERY, AGENCIES, PROVIDERS)})


def asked(here, path, query=""):
    question = question_20(f"structure/{path}", parameters(query))
    return answered(question, here, lambda told: f"https://example.org/{told.identifier}")


def kinds(found):
    return sorted({one.reference.kind for one in found})


def test_artefacts_are_found_by_kind_agency_name_and_version(here):
    assert [one.reference.identifier for one in asked(here, "codelist/RT/CL_GEO/1.0")] == ["CL_GEO"]
    assert asked(here, "codelist/OTHER") == []
    assert kinds(asked(here, "*/SDMX")) == ["AgencyScheme"]
    [one] = asked(here, "codelist/RT/CL_GEO/1.0/DE")
    assert [item.identifier for item in one.items] == ["DE"]


def test_what_comes_along_is_what_was_asked_for(here):
    assert "DataStructure" in kinds(asked(here, "dataflow/RT/DF", "references=children"))
    assert "Codelist" not in kinds(asked(here, "dataflow/RT/DF", "references=children"))
    assert {"Codelist", "ConceptScheme", "DataStructure"} <= set(
        kinds(asked(here, "dataflow/RT/DF", "references=descendants"))
    )
    assert "Dataflow" in kinds(asked(here, "datastructure/RT/DSD", "references=parents"))
    assert "Dataflow" in kinds(asked(here, "codelist/RT/CL_GEO", "references=ancestors"))
    assert kinds(asked(here, "dataflow/RT/DF", "references=codelist")) == ["Codelist", "Dataflow"]
    everything = asked(here, "dataflow/RT/DF", "references=all")
    assert {"Codelist", "ConceptScheme", "DataStructure", "ProvisionAgreement"} <= set(kinds(everything))
    assert len(everything) == len({one.reference for one in everything})


def test_stubs_say_where_the_whole_is(here):
    whole, stubs = asked(here, "codelist", "detail=full"), asked(here, "codelist", "detail=allstubs")
    assert [one.items for one in stubs] == [()] * len(whole)
    assert stubs[0].elsewhere == "https://example.org/CL_GEO"
    beside = asked(here, "dataflow/RT/DF", "detail=referencestubs&references=descendants")
    assert [bool(one.elsewhere) for one in beside] == [False] + [True] * (len(beside) - 1)
    assert all(not one.descriptions for one in stubs)
    assert any(one.descriptions for one in asked(here, "codelist", "detail=allcompletestubs"))


@pytest.mark.parametrize("version", ["2.1", "3.0", "3.1"])
def test_organisations_and_stubs_are_read_back_the_same(here, version):
    told = [AGENCIES, PROVIDERS, *asked(here, "datastructure", "detail=allstubs")]
    out = io.BytesIO()
    write_structures(Header(), told, out, version=version)
    read = read_structures(io.BytesIO(out.getvalue()))
    assert list(read.found.values()) == told


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_structures_are_written_as_json_with_all_they_hold(here, version):
    out = io.BytesIO()
    write_structures_json(Header("a", sender="RT"), here.found.values(), out, version=version)
    data = json.loads(out.getvalue())["data"]
    [codes] = [one for one in data["codelists"] if one["id"] == "CL_GEO"]
    assert [one["id"] for one in codes["codes"]] == ["EUR", "DE"]
    assert codes["names"] == {"en": "Places & more", "ru": "Места"}
    parts = data["dataStructures"][0]["dataStructureComponents"]
    assert [one["id"] for one in parts["dimensionList"]["dimensions"]] == ["GEO", "SEX"]
    measure = parts["measureList"]["primaryMeasure" if version == "1.0" else "measures"]
    assert (measure if version == "1.0" else measure[0])["id"] == "OBS_VALUE"
    assert data["dataflows"][0]["structure"].endswith("DataStructure=RT:DSD(1.0)")
    assert data["agencySchemes"][0]["agencies"][0]["id"] == "RT"
