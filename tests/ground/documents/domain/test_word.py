"""Word files: what we write comes back, with tracked changes both texts come back, and others' files are read."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import given

from roundtable.ground.documents.domain import word
from roundtable.ground.documents.domain.content import Mark, Note, Run, content
from roundtable.ground.documents.domain.kinship import recognised
from roundtable.ground.documents.domain.redline import redline
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.word.rows import View, rows
from roundtable.ground.documents.proofs.revisions import Pen, made_up
from tests.ground.documents.domain.texts import texts, tried

AT = datetime(2022, 9, 20, 10, tzinfo=UTC)
A, B = word.Author("Party A", AT), word.Author("Сторона Б", AT)


@tried
@given(texts())
def test_what_is_written_comes_back(text) -> None:
    found = word.read(word.write(text))
    assert found.text == text
    assert found.before == text
    assert (found.tracked, found.remarks) == ((), ())


@tried
@given(texts(), texts())
def test_with_tracked_changes_both_texts_come_back(old, new) -> None:
    new = Text(new.paragraphs, old.language)
    found = word.read(word.write(new, before=old))
    assert found.text == new
    assert found.before == old


@pytest.mark.parametrize("rich", [False, True])
def test_of_known_revisions_both_texts_come_back(rich) -> None:
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311 - repeatable trials, no secrets
        old = made_up(chance, 15, rich=rich)
        pen = Pen.over(old, chance)
        pen.edit(chance.randint(1, 25))
        new = pen.text()
        found = word.read(word.write(new, before=old))
        assert (found.text, found.before) == (new, old)


OLD = Text((Paragraph("a", content("We shall meet"), label="1."), Paragraph("b", content("And talk"), label="2.")))
NEW = Text((Paragraph("b", content("And talk much"), label="1."), Paragraph("a", content("We meet"), label="2.")))


def test_each_change_is_in_the_name_of_whoever_asked_for_it() -> None:
    data = word.write(NEW, before=Text(NEW.paragraphs[::-1]), credit=lambda key, _place: A if key == "a" else B)
    found = word.read(data)
    assert {one.by for one in found.tracked} <= {A, B}
    data = word.write(
        Text((Paragraph("a", content("We all meet in May")),)),
        before=Text((Paragraph("a", content("We meet")),)),
        credit=lambda _key, place: A if place < 4 else B,
    )
    assert word.read(data).tracked == (
        word.Tracked(" all", added=True, by=A),
        word.Tracked(" in May", added=True, by=B),
    )


def test_a_paragraph_that_moved_is_taken_out_and_put_in_for_others_and_one_for_us() -> None:
    found = word.read(word.write(NEW, before=OLD))
    assert (found.text, found.before) == (NEW, OLD)
    assert {one.key for one in found.text.paragraphs} == {one.key for one in found.before.paragraphs}


def _noted(key, *words, origins=()):
    return Paragraph(key, content(words[0], Note(content("A note")), *words[1:]), origins=origins)


def test_with_the_first_footnote_a_split_is_taken_out_and_put_in_for_others_and_a_split_for_us() -> None:
    """LibreOffice forgets a tracked end of the paragraph in which the first footnote stands."""
    old = Text((_noted("p1", "The Parties meet", " and agree"), Paragraph("p2", content("Others watch"))))
    parts = (_noted("p1", "The Parties meet"), Paragraph("w1", content("and agree"), origins=("p1",)))
    new = Text((*parts, old.paragraphs[1]))
    assert [row.end for row in rows(old, new)] == [View.OLD, View.NEW, View.NEW, View.BOTH]
    found = word.read(word.write(new, before=old))
    assert (found.text, found.before) == (new, old)
    assert redline(found.before, found.text).counts()["split"] == 2
    earlier = _noted("p0", "First of all")
    later = [row.end for row in rows(Text((earlier, *old.paragraphs)), Text((earlier, *new.paragraphs)))]
    assert later == [View.BOTH, View.NEW, View.BOTH, View.BOTH]


@pytest.mark.parametrize("turned", [False, True])
def test_words_at_the_end_before_a_new_paragraph_are_told_with_their_whole_paragraph(turned) -> None:
    """LibreOffice takes both changes for one, and the end between them with it."""
    short = Paragraph("p1", content("The Parties meet"))
    texts = [
        Text((short, Paragraph("p3", content("Others watch")))),
        Text((replace(short, content=content("The Parties meet and agree")), Paragraph("p2", content("All of them")),
              Paragraph("p3", content("Others watch")))),
    ]  # fmt: skip
    old, new = texts[::-1] if turned else texts
    ends = [View.OLD, View.NEW, View.OLD, View.BOTH] if turned else [View.OLD, View.NEW, View.NEW, View.BOTH]
    assert [row.end for row in rows(old, new)] == ends
    found = word.read(word.write(new, before=old))
    assert (found.text, found.before) == (new, old)


def test_a_file_is_the_same_to_the_byte_each_time() -> None:
    assert word.write(NEW, before=OLD) == word.write(NEW, before=OLD)


def test_remarks_come_back_with_their_places() -> None:
    remarks = (word.Remark("a", 3, 8, A, "Why\nthis?"), word.Remark("b", 0, 8, B, "Нет"))
    assert word.read(word.write(OLD, remarks=remarks)).remarks == remarks


def test_numbers_are_words_own_lists() -> None:
    data = word.write(OLD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "1." not in body.partition("<w:body>")[2]
    assert body.count("<w:numPr>") == 2
    assert [one.text for one in docx.Document(io.BytesIO(data)).paragraphs] == ["We shall meet", "And talk"]


def test_a_file_of_somebody_else_is_read() -> None:
    document = docx.Document()
    document.add_heading("Areas", level=2)
    line = document.add_paragraph("We [shall / should] ")
    line.add_run("meet").bold = True
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "x", "y"
    made = io.BytesIO()
    document.save(made)
    found = word.read(made.getvalue()).text
    assert [(one.role, one.label, one.plain) for one in found.paragraphs] == [
        (Role.HEADING, "", "Areas"),
        (Role.PARAGRAPH, "", "We [shall / should] meet"),
        (Role.PARAGRAPH, "1.", "first"),
        (Role.PARAGRAPH, "2.", "second"),
        (Role.TABLE, "", "x | y"),
    ]
    assert found.paragraphs[1].content[-1] == Run("meet", frozenset({Mark.STRONG}))
    assert len(found.open_brackets) == 1


def test_what_comes_back_without_our_keys_gets_them_again() -> None:
    data = word.write(NEW, before=OLD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"_rtk", b"_other")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    found = word.read(made.getvalue())
    assert recognised(OLD, found.before) == OLD
    assert [one.key for one in recognised(OLD, found.text).paragraphs] == ["b", "a"]


def _changed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "broken"),
        (b"PK\x03\x04", "broken"),
        (_changed(other=b""), "broken"),
        (_changed(document=b"<a"), "broken"),
        (_changed(document=b"<a/>"), "broken"),
        (_changed(document=b" " * (word.reading.MOST_BYTES + 1)), "large"),
    ],
)
def test_what_is_damaged_or_swells_is_refused(data, why) -> None:
    with pytest.raises(word.NotWord) as refused:
        word.read(data)
    assert refused.value.why == why


def test_nothing_is_fetched_and_no_entity_is_followed() -> None:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f"<w:document {names}><w:body><w:p><w:r><w:t>a&file;b</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "root" not in word.read(_changed(document=body.encode())).text.plain
