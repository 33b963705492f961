"""The source is read as three texts with every word, number, footnote and bracket."""

from datetime import date

import pytest

from roundtable.ground.documents.domain import markdown, source
from roundtable.ground.documents.domain.content import plain
from roundtable.ground.documents.domain.text import Role

pytestmark = pytest.mark.shared_data


@pytest.fixture
def read(shared_data):
    return source.read((shared_data / "source/action-plan-2023-2027.txt").read_text(encoding="utf-8"))


def test_number_day_and_marking_stand_at_the_head(read) -> None:
    assert str(read.reference) == "12629/22 LIMITE EN"
    assert read.reference.day == date(2022, 9, 23)


def test_the_covering_note_has_its_five_points(read) -> None:
    assert [one.label for one in read.cover.paragraphs if one.label and one.level == 0] == [
        "1.",
        "2.",
        "3.",
        "4.",
        "5.",
    ]
    assert "(10917/2/22 REV2) under an informal silence procedure" in read.cover.plain


def test_the_preamble_is_made_of_recitals(read) -> None:
    recitals = [one for one in read.declaration.paragraphs if one.role is Role.RECITAL]
    assert recitals[0].plain.startswith("We, the Ministers")
    assert sum(one.plain.endswith(";") for one in recitals) == 14
    assert recitals[-1].plain.startswith("Further considering")


def test_the_open_brackets_of_the_declaration_are_structure(read) -> None:
    (_, outer), (_, inner) = read.declaration.open_brackets
    assert plain(inner.alternatives[0].content) == "add other if necessary..."
    assert (outer.awaits_words, inner.awaits_words) == (False, True)


def test_the_footnote_on_kosovo_stands_at_its_word(read) -> None:
    (note,) = read.declaration.notes
    assert plain(note.content).startswith("* This designation is without prejudice")
    first = next(one for one in read.declaration.paragraphs if one.plain.startswith("We, the Ministers"))
    assert "Kosovo*\ufffc, Kyrgyzstan" in first.plain


def test_the_plan_has_its_six_areas_and_fifty_three_actions(read) -> None:
    headings = [one for one in read.plan.paragraphs if one.role is Role.HEADING]
    assert [one.label for one in headings if one.label] == ["I.", "II.", "III.", "IV.", "V.", "VI."]
    assert sum(one.label.rstrip(".").isdigit() for one in read.plan.paragraphs) == 53
    letter = next(one for one in read.plan.paragraphs if one.plain.startswith("Providing technical support"))
    assert (letter.label, letter.level) == ("a)", 1)
    assert read.plan.parent_of(letter.key).plain.startswith("Under the international law obligation")


def test_it_goes_out_and_comes_back_as_markdown(read) -> None:
    for text in (read.cover, read.declaration, read.plan):
        assert markdown.read(markdown.write(text)) == text
        assert markdown.read(markdown.write(text)).hash == text.hash


@pytest.mark.parametrize("other", ["", "# Another text", "## Prague Process\n\n## Prague Process Action Plan\n"])
def test_another_file_is_refused(other) -> None:
    with pytest.raises(source.NotTheSource):
        source.read(other)
