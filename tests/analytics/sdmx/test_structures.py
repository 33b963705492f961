"""Structures of other makers are read: what is in them, and how they refer to one another."""

import io

import pytest

from roundtable_analytics.sdmx.messages import Reference, gathered, typed
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.structures_xml import read_structures
from roundtable_analytics.sdmx.xml_data import read_xml
from tests.analytics.sdmx.cells import SAMPLES

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample messages are not beside this repository"),
]


def read(name):
    with (SAMPLES / "pysdmx" / name).open("rb") as content:
        return read_structures(content)


def test_a_structure_of_2_1_and_of_3_0_says_the_same_of_its_dimensions():
    [old] = read("datastructure.xml").of("DataStructure")
    [new] = read("datastructure3_0.xml").of("DataStructure")

    assert old.of("dimension", "time") == new.of("dimension", "time")
    assert old.of("dimension")[:3] == ("FREQ", "DER_TYPE", "DER_INSTR")
    assert old.of("time", "measure") == ("TIME_PERIOD", "OBS_VALUE")
    assert "OBS_VALUE" in old.measures()


def test_codes_are_found_over_flow_and_structure():
    found = read("xml/sdmx21/reader/estat_metadata.xml")
    structure = found.structure_of(Reference("Dataflow", "ESTAT", "NRG_BAL_S", "1.0"))

    assert structure.reference == Reference("DataStructure", "ESTAT", "NRG_BAL_S", "46.0")
    assert len(found.codes(structure, "nrg_bal")) == 95
    assert found.codes(structure, "OBS_VALUE") is None


def test_data_are_typed_by_their_structure():
    found = read("xml/sdmx21/reader/estat_metadata.xml")
    with (SAMPLES / "pysdmx/xml/sdmx21/reader/estat_data.xml").open("rb") as content:
        [table] = gathered(read_xml(content))

    structure = found.structure_of(table.data_set.structure)

    assert typed(table, structure.measures()).rows["OBS_VALUE"][:2].to_list() == [6644.088, 3816.945]
    for name in ("geo", "siec", "unit"):
        assert set(table.rows[name]) <= set(found.codes(structure, name))


def test_groups_attributes_and_constraints_are_read():
    [grouped] = read("xml/sdmx30/reader/datastructure_group.xml").of("DataStructure")
    [cube] = read("xml/sdmx21/reader/constraint_cube.xml").of("ContentConstraint")
    [keys] = read("xml/sdmx21/reader/constraint_keyset.xml").of("ContentConstraint")
    [agreement] = read("xml/sdmx21/reader/prov_agreement_2.1.xml").of("ProvisionAgreement")

    assert grouped.groups
    assert {one.attached[0] for one in grouped.components if one.role == "attribute"} >= {"observation"}
    assert cube.regions[0].values["FREQ"] == ("M", "Q")
    assert cube.attached == (Reference("Dataflow", "TEST_AGENCY", "TEST_DF", "1.0"),)
    assert keys.keys[0] == {"FREQ": "M", "REF_AREA": "US"}
    assert agreement.dataflow is not None


def test_names_come_in_their_languages():
    found = {one.reference.identifier: one for one in read("xml/sdmx21/reader/codelists.xml").of("Codelist")}

    assert [item.identifier for item in found["CL_FREQ"].items][:2] == ["A", "B"]
    assert set(found["CL_FREQ"].names) >= {"en"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<a/>", "no message with structures"),
        (b"<Structure", "this is no XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><Structure/>', "document type declarations are not accepted"),
        (b"<Structure><x:y/></Structure>", "prefix"),
    ],
)
def test_what_is_no_structure_message_is_refused(content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_structures(io.BytesIO(content))
