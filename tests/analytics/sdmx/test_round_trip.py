"""What is written is read back the same, in every form; and the two ways to read XML agree."""

import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable_analytics.sdmx import scanning, xml_data, xml_source
from roundtable_analytics.sdmx.csv_data import read_csv, write_csv
from roundtable_analytics.sdmx.json_data import read_json
from roundtable_analytics.sdmx.json_writing import write_json
from roundtable_analytics.sdmx.layout import Layout
from roundtable_analytics.sdmx.messages import Batch, DataSet, Header, Reference, gathered, typed
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.xml_data import read_xml
from roundtable_analytics.sdmx.xml_writing import Form, write_xml

FLOW = Reference("Dataflow", "MD", "FLOW", "1.0")
HEADER = Header("M1", "2026-01-02T03:04:05", "ROUNDTABLE", test=True)
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)
ODD = st.sampled_from(
    [
        "a & b",
        "<x>",
        'say "no"',
        "it's",
        "tab\there",
        "line\nbreak",
        "&amp;",
        "é" * 13,
        "a='b'",
        "]]>",
    ]
)
CODE = st.text("ABCXYZ019_", min_size=1, max_size=20)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "GEO": CODE,
            "SEX": st.sampled_from(["F", "M", "_T"]),
            "TIME_PERIOD": st.sampled_from(["2020", "2021-Q1", "2022-03"]),
            "OBS_VALUE": st.none() | st.floats(allow_nan=False, allow_infinity=False).map(repr),
            "OBS_STATUS": st.none() | st.sampled_from(["A", "O", "L", "M", "Q"]),
            "COMMENT": st.none() | TEXT | ODD,
        }
    ),
    min_size=1,
    max_size=40,
)
FLAT = Layout(("GEO", "SEX", "TIME_PERIOD"))
SERIES = Layout(("GEO", "SEX", "TIME_PERIOD"), series=("GEO", "SEX"), at_observation="TIME_PERIOD")
FORMS = [Form("2.1"), Form("2.1", generic=True), Form("3.0"), Form("3.1")]


def table(rows):
    schema = dict.fromkeys(["GEO", "SEX", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "COMMENT"], pl.String)
    return pl.DataFrame(rows, schema=schema)


def halves(rows, told):
    middle = rows.height // 2
    return iter([Batch(told, rows[:middle]), Batch(told, rows[middle:])])


def same(found, expected):
    missing = [pl.lit(None, pl.String).alias(name) for name in expected.columns if name not in found.columns]
    assert found.with_columns(missing).select(expected.columns).to_dicts() == expected.to_dicts()


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(xml_source, "PIECE", 700)


@pytest.mark.parametrize("layout", [FLAT, SERIES], ids=["flat", "series"])
@pytest.mark.parametrize("form", FORMS, ids=str)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_sdmx_ml_comes_back_and_both_readers_agree(form, layout, rows):
    expected = table(rows)
    told = DataSet(FLOW, "Replace", {"TITLE": 'a "title" & more'}, layout.at_observation)
    out = io.BytesIO()

    write_xml(HEADER, halves(expected, told), layout, out, form)

    for scanner in (True, False):
        reading = read_xml(io.BytesIO(out.getvalue()), scanner=scanner)
        assert reading.header == HEADER
        [found] = gathered(reading)
        same(found.rows, expected)
        assert found.data_set == told


@pytest.mark.parametrize("version", ["1.0", "2.0", "2.1"])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_sdmx_csv_comes_back(version, rows):
    expected = table(rows)
    told = DataSet(FLOW, "Information" if version == "1.0" else "Replace")
    out = io.BytesIO()

    write_csv(halves(expected, told), out, version=version)

    [found] = gathered(read_csv(io.BytesIO(out.getvalue())))
    same(found.rows, expected)
    assert (found.data_set.structure, found.data_set.action) == (FLOW, told.action)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_sdmx_json_comes_back(version, rows):
    expected = table(rows)
    told = DataSet(FLOW, "Replace", {"TITLE": "a title"})
    out = io.BytesIO()

    write_json(HEADER, halves(expected, told), FLAT, out, version=version)

    reading = read_json(io.BytesIO(out.getvalue()))
    [found] = gathered(reading)
    same(found.rows, expected)
    assert (found.data_set, reading.header) == (told, HEADER)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_a_number_keeps_every_bit(numbers):
    rows = pl.DataFrame({"GEO": [f"G{place}" for place in range(len(numbers))], "OBS_VALUE": numbers})
    out = io.BytesIO()

    write_xml(HEADER, iter([Batch(DataSet(FLOW), rows)]), Layout(("GEO",)), out, Form("3.0"))

    [found] = gathered(read_xml(io.BytesIO(out.getvalue())))
    assert typed(found).rows["OBS_VALUE"].to_list() == numbers


def test_the_scanner_reads_regular_messages_and_lxml_only_their_end(monkeypatch):
    rows = table([{"GEO": "G", "SEX": "F", "TIME_PERIOD": str(year), "OBS_VALUE": "1"} for year in range(1000, 3000)])
    out = io.BytesIO()
    write_xml(HEADER, iter([Batch(DataSet(FLOW), rows)]), SERIES, out, Form("2.1"))
    handed = []
    events = xml_data.events

    def counted(head, state, opened, pieces, line):
        pieces = list(pieces)
        handed.append(sum(map(len, pieces)))
        return events(head, state, opened, iter(pieces), line)

    monkeypatch.setattr(xml_data, "events", counted)
    assert gathered(read_xml(io.BytesIO(out.getvalue())))[0].rows.height == 2000
    assert handed[0] < 1500


def test_what_is_irregular_goes_to_lxml_in_the_middle():
    rows = table([{"GEO": f"G{n}", "SEX": "F", "TIME_PERIOD": "2020", "OBS_VALUE": str(n)} for n in range(200)])
    out = io.BytesIO()
    write_xml(HEADER, iter([Batch(DataSet(FLOW), rows)]), SERIES, out, Form("2.1", generic=True))
    text = out.getvalue().decode()
    place = text.index("<gen:Series>", len(text) // 2)
    text = text[:place] + '<!-- a remark with <tags> and "quotes -->' + text[place:]

    [found] = gathered(read_xml(io.BytesIO(text.encode())))

    same(found.rows, rows)


def test_two_data_sets_and_a_footer_are_read():
    message = """<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
      xmlns:s="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
      xmlns:f="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message/footer"
      xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"><m:Header><m:ID>x</m:ID>
      <m:Structure structureID="A" dimensionAtObservation="AllDimensions">
      <c:Structure><Ref id="A" agencyID="X"/></c:Structure></m:Structure>
      <m:Structure structureID="B" dimensionAtObservation="T">
      <c:Structure><Ref id="B" agencyID="X"/></c:Structure></m:Structure>
      <m:DataSetAction>Append</m:DataSetAction></m:Header>
      <m:DataSet s:structureRef="A" action="Delete"><Obs A='1' B="x"/><Obs A="2" B="y"/></m:DataSet>
      <m:DataSet s:structureRef="B"><Series A="1"><Obs T="1"/><Obs T="2"/></Series><Series A="9"/></m:DataSet>
      <f:Footer><f:Message code="1"><c:Text>late</c:Text></f:Message></f:Footer></m:StructureSpecificData>"""

    for scanner in (True, False):
        first, second = gathered(read_xml(io.BytesIO(message.encode()), scanner=scanner))
        assert first.rows.rows() == [("1", "x"), ("2", "y")]
        assert second.rows.to_dicts() == [{"A": "1", "T": "1"}, {"A": "1", "T": "2"}, {"A": "9", "T": None}]
        assert [first.data_set.action, second.data_set.action] == ["Delete", "Append"]
        assert second.data_set.structure.identifier == "B"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("</mes:DataSet>", "</mes:DataSett>"), "line 5: this is no XML"),
        (('GEO="G7"', 'GEO="G7" GEO="G8"'), "this is no XML"),
        (('GEO="G7"', 'GEO="&secret;"'), "this is no XML"),
        (('GEO="G7"', 'GEO="&#0;"'), "this is no XML"),
        (('GEO="G7"', 'GEO="a<b"'), "this is no XML"),
        (('GEO="G7"', 'GEO="\x01"'), "this is no XML"),
        (("<mes:Header>", "<!DOCTYPE x><mes:Header>"), "this is no XML"),
        (("<mes:Struc", '<!DOCTYPE x [<!ENTITY a "b">]><mes:Struc'), "document type declarations are not accepted"),
        (("StructureSpecificData", "Structure"), "it holds structures"),
        (("v2_1/message", "v9_9/message"), "no version of SDMX-ML"),
        (("UTF-8", "KOI-7"), "the encoding KOI-7 is not"),
    ],
)
def test_what_is_broken_is_refused_with_its_place(change, sentence):
    rows = table([{"GEO": f"G{n}", "SEX": "F", "TIME_PERIOD": "2020"} for n in range(40)])
    out = io.BytesIO()
    write_xml(HEADER, iter([Batch(DataSet(FLOW), rows)]), FLAT, out, Form("2.1"))
    text = out.getvalue().decode()
    assert change[0] in text
    # The first in the text for all but the root, which is named twice.
    text = text.replace(*change)
    sentence = sentence.replace("line 5", f"line {text.count(chr(10), 0, text.index('</mes:DataSet')) + 1}")

    for scanner in (True, False):
        with pytest.raises(Refused, match=sentence):
            gathered(read_xml(io.BytesIO(text.encode()), scanner=scanner))


def test_a_message_cut_anywhere_is_refused_and_gives_no_wrong_row():
    rows = table([{"GEO": f"G{n}", "SEX": "F", "TIME_PERIOD": "2020", "COMMENT": "é&<"} for n in range(6)])
    out = io.BytesIO()
    write_xml(HEADER, iter([Batch(DataSet(FLOW), rows)]), SERIES, out, Form("3.1"))
    whole = out.getvalue()
    told = rows.to_dicts()
    for end in range(1, len(whole) - 1):
        found, refused = read_until_refused(whole[:end])
        assert refused
        same(pl.DataFrame(found, schema=rows.schema), pl.DataFrame(told[: len(found)], schema=rows.schema))


def read_until_refused(content):
    found = []
    try:
        for batch in read_xml(io.BytesIO(content)).batches:
            found += batch.rows.to_dicts()
    except Refused:
        return found, True
    return found, False


def test_other_encodings_are_read():
    rows = table([{"GEO": "Å", "SEX": "F", "TIME_PERIOD": "2020"}])
    out = io.BytesIO()
    write_xml(HEADER, iter([Batch(DataSet(FLOW), rows)]), FLAT, out, Form("2.1"))
    text = out.getvalue().decode()

    for name, encoding in (("ISO-8859-1", "latin-1"), ("UTF-16", "utf-16")):
        [found] = gathered(read_xml(io.BytesIO(text.replace("UTF-8", name).encode(encoding))))
        assert found.rows["GEO"].to_list() == ["Å"]


def test_the_scanner_knows_at_most_so_many_kinds():
    assert scanning.MOST_KINDS < 1000
