"""The project's own frame has every code of the adopted text, in every language, in its own words."""

import re

import pytest

from roundtable.operations.plan.domain.adopted_text import understand
from roundtable.operations.plan.domain.adopted_text.tree import Level
from roundtable.operations.plan.domain.frame_2023_2027 import LANGUAGES, MAX_TITLE, frame


@pytest.mark.shared_data
def test_the_codes_are_those_of_the_adopted_text(shared_data):
    text = understand((shared_data / "source" / "action-plan-2023-2027.txt").read_bytes()).text
    assert [(level, code) for code, (level, _) in frame().titles().items()] == [
        (item.level, item.code) for item in text.items()
    ]
    assert {area.code: area.order_in_declaration for area in frame().areas} == {
        area.code: area.order_in_declaration for area in text.areas
    }


@pytest.mark.shared_data
def test_the_titles_are_our_own_words(shared_data):
    text = understand((shared_data / "source" / "action-plan-2023-2027.txt").read_bytes()).text
    said = {item.code: item.text.lower() for item in text.items()}
    assert not [code for code, (_, title) in frame().titles().items() if title["en"].lower() == said[code]]


def test_the_numbers_are_those_that_everybody_knows():
    levels = [level for level, _ in frame().titles().values()]
    assert {level: levels.count(level) for level in Level} == {
        Level.AREA: 6,
        Level.ISSUE: 4,
        Level.ACTION: 53,
        Level.POINT: 15,
    }


def test_every_title_is_there_in_every_language_and_short():
    for code, (_, title) in frame().titles().items():
        assert tuple(title) == LANGUAGES, code
        assert all(0 < len(words) <= MAX_TITLE and words == words.strip() for words in title.values()), code
        assert not re.search(r"[а-яё]", title["en"], re.IGNORECASE), code
        assert re.search(r"[а-яё]", title["ru"], re.IGNORECASE), code


def test_no_two_titles_are_the_same():
    for language in LANGUAGES:
        titles = [title[language] for _, title in frame().titles().values()]
        assert len(set(titles)) == len(titles)


def test_every_area_has_one_sentence_and_a_colour_of_its_own():
    areas = frame().areas
    assert [area.colour for area in areas] == [1, 2, 3, 4, 5, 6]
    assert sorted(area.order_in_declaration for area in areas) == [1, 2, 3, 4, 5, 6]
    for area in areas:
        assert tuple(area.summary) == LANGUAGES
        assert all(re.fullmatch(r"[^.]{40,200}\.", sentence) for sentence in area.summary.values()), area.code


def test_actions_serve_issues_that_exist_and_every_issue_is_served():
    issues = {issue.code for issue in frame().horizontal_issues}
    served = [code for area in frame().areas for action in area.actions for code in action.horizontal_issues]
    assert set(served) == issues
