"""Messages of other makers, read cell for cell as two independent readers read them.

`facts.json` holds what pysdmx 1.21.0 found in each: the rows of each data set and a digest of the cells. sdmx1 2.28.0
found the same in all that it can read, except that it leaves out series without observations.
"""

import io
import json
from pathlib import Path

import polars as pl
import pytest

from roundtable_analytics.sdmx.csv_data import read_csv, write_csv
from roundtable_analytics.sdmx.json_data import read_json
from roundtable_analytics.sdmx.json_writing import write_json
from roundtable_analytics.sdmx.layout import Layout
from roundtable_analytics.sdmx.messages import Batch, Header, Reference, gathered
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.xml_data import read_xml
from roundtable_analytics.sdmx.xml_writing import Form, write_xml
from tests.analytics.sdmx.cells import SAMPLES, cells, digest

FACTS = json.loads((Path(__file__).parent / "facts.json").read_text())
WITHOUT_SERIES_IN_SDMX1 = {"pysdmx/xml/sdmx21/reader/gen_ser_no_obs.xml", "pysdmx/xml/sdmx21/reader/str_ser_no_obs.xml"}
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample messages are not beside this repository"),
]


def read(name, **more):
    content = io.BytesIO((SAMPLES / name).read_bytes())
    return read_csv(content) if name.endswith(".csv") else read_xml(content, **more)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_message_has_the_cells_that_other_readers_find(name):
    tables = gathered(read(name))

    assert sorted(table.rows.height for table in tables) == sorted(FACTS[name][0])
    assert digest([table.rows.to_dicts() for table in tables]) == FACTS[name][1]
    if name.endswith(".xml"):
        slow = gathered(read(name, scanner=False))
        assert [(one.data_set, one.rows.to_dicts()) for one in slow] == [
            (one.data_set, one.rows.to_dicts()) for one in tables
        ]


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_message_written_in_any_form_has_the_same_cells(name):
    for table in gathered(read(name)):
        # Columns of Eurostat's spreadsheets have names with spaces, which no component of SDMX may have.
        rows = table.rows.rename({one: one.replace(" ", "_") for one in table.rows.columns})
        told = table.data_set
        expected = cells(rows.to_dicts())
        layout = Layout(tuple(one for one in rows.columns if not rows[one].null_count())[:1])
        for form in (Form("2.1"), Form("2.1", generic=True), Form("3.0"), Form("3.1")):
            out = io.BytesIO()
            write_xml(Header("x"), iter([Batch(told, rows)]), layout, out, form)
            [back] = gathered(read_xml(io.BytesIO(out.getvalue())))
            assert cells(back.rows.to_dicts()) == expected
            assert dict(back.data_set.attributes) == dict(told.attributes)
        out = io.BytesIO()
        write_csv(iter([Batch(told, rows)]), out)
        [back] = gathered(read_csv(io.BytesIO(out.getvalue())))
        constant = [pl.lit(value).alias(one) for one, value in told.attributes.items()]
        assert cells(back.rows.to_dicts()) == cells(rows.with_columns(constant).to_dicts())
        if layout.key:
            every = Layout(tuple(one for one in rows.columns if not rows[one].null_count() and one != "OBS_VALUE"))
            out = io.BytesIO()
            write_json(Header("x"), iter([Batch(told, rows)]), every, out)
            [back] = gathered(read_json(io.BytesIO(out.getvalue())))
            assert cells(back.rows.to_dicts()) == expected


REFUSED = {
    "pysdmx/invalid_message.xml": "line 1: <AAAAA> is no message with data",
    "pysdmx/xml/sdmx21/reader/error_304.xml": "its sender answered with an error: Either no structures",
    "pysdmx/xml/sdmx31/reader/data_structure_no_structure.xml": "it holds no data set",
    "pysdmx/xml/sdmx30/reader/generic_metadata.xml": "<GenericMetadata> is no message with data",
    "pysdmx/valid.xml": "it holds structures, no data",
    "pysdmx/csv/sdmx20/reader/data_v2_exception.csv": "line 1: the first column of SDMX-CSV",
    "pysdmx/csv/sdmx21/reader/data_v21_exception.csv": "line 1: the first column of SDMX-CSV",
    "pysdmx/csv/sdmx21/reader/data_v21_invalid_action.csv": "row 2, column ACTION: “E” is none of",
    "pysdmx/csv/sdmx21/reader/data_v21_structures_exception.csv": "row 4, column STRUCTURE: “dataTESTERROR”",
    "pysdmx/xml/sdmx21/reader/invalid_filetype.csv": "row 4, column STRUCTURE: “dataTESTERROR”",
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_an_invalid_message_is_refused_with_place_and_reason(name):
    with pytest.raises(Refused, match=REFUSED[name].replace("(", r"\(")):
        gathered(read(name))


def test_a_json_message_whose_keys_do_not_fit_its_structure_is_refused():
    with (SAMPLES / "pysdmx/one_line_jsondata.json").open("rb") as content:
        reading = read_json(content)
        with pytest.raises(Refused, match="it has 16 parts, the structure has 8 dimensions"):
            gathered(reading)


def test_actions_of_a_csv_part_it_into_data_sets():
    tables = gathered(read("pysdmx/csv/sdmx21/reader/data_v21_three_actions.csv"))

    assert [(one.data_set.action, one.rows.height) for one in tables] == [
        ("Delete", 1),
        ("Replace", 2),
        ("Information", 1),
    ]
    assert tables[0].data_set.structure == Reference("DataStructure", "TEST", "TEST_MD", "1.0")


# The peers leave files open and use what is deprecated; only what they read matters here.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(one for one in FACTS if one.endswith(".xml")))
def test_the_peers_beside_us_read_the_same(name):
    sdmx = pytest.importorskip("sdmx", reason="sdmx1 is not installed here; `scripts/bench.py sdmx` installs it apart")
    pysdmx = pytest.importorskip("pysdmx.io", reason="pysdmx is not installed here")
    ours = digest([table.rows.to_dicts() for table in gathered(read(name))])

    told = pysdmx.read_sdmx(str(SAMPLES / name), validate=False).data
    assert digest([one.data.to_dict("records") for one in told]) == ours
    if name in WITHOUT_SERIES_IN_SDMX1:
        return
    try:
        theirs = sdmx.read_sdmx(str(SAMPLES / name)).data
    except Exception as error:  # noqa: BLE001 - what sdmx1 cannot read, it cannot be compared with
        pytest.skip(f"sdmx1 cannot read it: {error}")
    assert digest([[_row(one) for one in data_set.obs] for data_set in theirs]) == ours


def _row(one):
    row = {name: value.value for name, value in one.key.values.items()}
    return row | {name: value.value for name, value in one.attrib.items()} | {"OBS_VALUE": one.value}
