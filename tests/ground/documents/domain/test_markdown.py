"""Markdown gives back what was written, and reads what others write."""

import pytest
from hypothesis import given

from roundtable.ground.documents.domain import markdown
from roundtable.ground.documents.domain.content import Close, Mark, Note, Open, Or, Run, content, plain
from roundtable.ground.documents.domain.markdown_inline import inline, written
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from tests.ground.documents.domain.texts import texts, tried


@tried
@given(texts())
def test_what_is_written_comes_back(text) -> None:
    assert markdown.read(markdown.write(text)) == text


@tried
@given(texts())
def test_without_keys_the_words_come_back(text) -> None:
    back = markdown.read(markdown.write(text, keys=False))
    assert "".join(back.plain.split()) == "".join(text.plain.split())


@pytest.mark.parametrize("words", ["\xa0", "Parties\xa0", "Parties \xa0", "\u2003"])
def test_a_footnote_keeps_a_blank_that_is_a_sign_of_the_text(words) -> None:
    text = Text((Paragraph("a", content(Note(content(words))), Role.HEADING, 1),))
    assert markdown.read(markdown.write(text)) == text


def test_a_table_of_others_keeps_its_backslashes() -> None:
    text = markdown.read("| C:\\\\|x \\| y|\n|---|---|\n| a | b |\n")
    assert text.plain == "C:\\ | x | y\na | b"


def test_it_reads_as_people_write() -> None:
    text = Text(
        (
            Paragraph("h", content("Preamble"), Role.HEADING, 2, "I."),
            Paragraph("a", content(Run("Recalling", frozenset({Mark.ITALIC})), " the Conference;"), Role.RECITAL),
            Paragraph(
                "b",
                content("We ", Open(("A",)), "shall", Or(("B", "C")), "should", Close(), Note(content("Yes."))),
                level=1,
                label="1.",
            ),
        )
    )
    assert markdown.write(text, keys=False) == (
        "## I. Preamble\n\n*Recalling* the Conference;\n\n    1. We [{A} shall / {B, C} should][^n1]\n\n[^n1]: Yes.\n"
    )


def test_lists_and_headings_of_others_are_understood() -> None:
    text = markdown.read("# **I. Areas** #\n\n1. Strengthen\ncooperation:\n  - a) by\n  - b) with\n* loose\n")
    assert [(one.role, one.level, one.label, one.plain) for one in text.paragraphs] == [
        (Role.HEADING, 1, "I.", "Areas"),
        (Role.PARAGRAPH, 0, "1.", "Strengthen cooperation:"),
        (Role.PARAGRAPH, 1, "a)", "by"),
        (Role.PARAGRAPH, 1, "b)", "with"),
        (Role.PARAGRAPH, 0, "–", "loose"),
    ]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Kosovo* and others", "Kosovo* and others"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("[Title](http://example.org/a_(b)) follows", "Title follows"),
        ("a] and [b", "a] and [b"),
        ("&amp; &lt;b&gt; &nosuch;", "& <b> &nosuch;"),
        ("[^n9] stays", "[^n9] stays"),
        ("one<br>two", "one\ntwo"),
    ],
)
def test_signs_that_do_not_pair_stay(words, shown) -> None:
    assert plain(inline(words)) == shown


def test_emphasis_beside_emphasis_is_written_so_that_it_comes_back() -> None:
    strong, italic = frozenset({Mark.STRONG}), frozenset({Mark.ITALIC})
    pieces = content(Run("a", italic), Run("b", strong | italic), Run("c", strong), "d")
    assert inline(written(pieces)) == pieces
