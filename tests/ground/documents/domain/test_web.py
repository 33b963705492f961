"""HTML gives back what was written; of others' pages the words are read, and nothing that acts."""

from html.parser import HTMLParser

import pytest
from hypothesis import given

from roundtable.ground.documents.domain import web
from roundtable.ground.documents.domain.text import Role
from tests.ground.documents.domain.texts import texts, tried

SAFE = {
    "article",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "span",
    "strong",
    "em",
    "u",
    "br",
    "sup",
    "a",
} | {*("table", "tbody", "tr", "td", "ol", "li")}
ATTRIBUTES = {"class", "lang", "dir", "id", "href"}


@tried
@given(texts())
def test_what_is_written_comes_back(text) -> None:
    assert web.read(web.write(text)) == text


class Looked(HTMLParser):
    def handle_starttag(self, tag, attrs):
        assert tag in SAFE
        for name, value in attrs:
            assert name in ATTRIBUTES or name.startswith("data-")
            assert name != "href" or value.startswith("#note-")


@tried
@given(texts())
def test_only_safe_tags_and_links_inside_the_page_are_written(text) -> None:
    Looked().feed(web.write(text))


def test_a_page_of_somebody_else_is_read_in_its_order() -> None:
    page = (
        "<html><head><title>no</title><style>p{}</style></head><body><h2>Areas</h2>loose <b>words</b>"
        "<p onclick='x()'>We [shall / should] <i>meet</i><script>alert(1)</script></p>"
        "<ol type=a start=2><li>one<ul><li>deep</li></ul></li><li>two</li></ol>"
        "<table><tr><th>x</th><td>y</td></tr></table><iframe>no</iframe></body></html>"
    )
    found = web.read(page)
    assert [(one.role, one.level, one.label, one.plain) for one in found.paragraphs] == [
        (Role.HEADING, 2, "", "Areas"),
        (Role.PARAGRAPH, 0, "", "loose words"),
        (Role.PARAGRAPH, 0, "", "We [shall / should] meet"),
        (Role.PARAGRAPH, 0, "b.", "one"),
        (Role.PARAGRAPH, 1, "–", "deep"),
        (Role.PARAGRAPH, 0, "c.", "two"),
        (Role.TABLE, 0, "", "x | y"),
    ]
    assert len(found.open_brackets) == 1


@pytest.mark.parametrize("source", ["", " ", "<", "<!-- -->", "<b></b>"])
def test_a_page_without_words_is_an_empty_text(source) -> None:
    assert web.read(source).plain.strip("<") == ""
