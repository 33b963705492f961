"""A text of hundreds of pages is written part by part: found, saved, disputed, put together and issued."""

import random
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundtable.ground.documents.domain import markdown, parts
from roundtable.ground.documents.domain.content import Note, content
from roundtable.ground.documents.domain.text import Paragraph, Text
from roundtable.ground.documents.models import Contribution
from roundtable.ground.documents.proofs.revisions import made_up
from roundtable.ground.documents.services import answering, contributing, documents, working
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.models import Role
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotThere
from tests.factories.documents import AT, document, office
from tests.factories.trust import person

PAGES_400 = 4800
"""Paragraphs of a text of 400 pages."""


def _made(paragraphs, number="12629/22"):
    text = made_up(random.Random(3), paragraphs, rich=True)  # noqa: S311 - a repeatable text
    made = document(number=number, comments_until=AT + timedelta(days=9999), comments_zone="UTC")
    documents.issue(made, made.number, text, day=AT.date(), by=office(), at=AT)
    return made, text


@pytest.fixture
def long(db, settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path
    seed()
    return _made(450)


def _page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def _form(page):
    return {one["name"]: one.get("value", "") for one in page.find("textarea").find_parent("form").select("input")} | {
        page.find("textarea")["name"]: page.find("textarea").get_text().removeprefix("\n")
    }


@pytest.mark.parametrize("paragraphs", [3, 200, 201, 457])
def test_what_is_cut_comes_together_again(paragraphs):
    text = made_up(random.Random(paragraphs), paragraphs, rich=True)  # noqa: S311 - a repeatable text
    found = parts.cut(text)
    assert (len(found) == 1) is (paragraphs <= parts.WHOLE)
    read = [markdown.read(markdown.write(part)) for part in found.values()]
    assert parts.joined(read, "en") == text
    assert parts.shared(text, list(found.values())) == list(found.values())


def test_few_paragraphs_with_very_many_words_are_cut_too():
    text = Text(tuple(Paragraph(f"p{number}", content("word " * 12_000)) for number in range(6)))
    assert [len(part.paragraphs) for part in parts.cut(text).values()] == [1] * 6


def test_a_footnote_with_a_key_that_another_part_has_stays_a_footnote_of_its_own():
    one = Text((Paragraph("p1", content("We meet", Note(content("in May"), "n1"))),))
    other = Text((Paragraph("p2", content("We part", Note(content("in June"), "n1"))),))
    found = parts.joined([one, other], "en")
    assert [(note.key, note.content) for note in found.notes] == [("n1", content("in May")), ("n2", content("in June"))]


def test_a_drafter_finds_the_part_writes_in_it_and_the_others_stay(client, long):
    made, text = long
    client.force_login(office())
    start = _page(client, f"/documents/{made.pk}/").find("a", string="Working text")["href"]
    first = _page(client, start)
    assert "written in parts" in first.get_text()
    third = _page(client, start + first.select("#parts a")[2]["href"])
    form = _form(third)
    assert "<!-- p125 " in form["text-003"]
    assert "<!-- p120 " not in form["text-003"]
    form["text-003"] = form["text-003"].replace("\n\n", "\n\nA new paragraph.\n\n", 1)
    answer = client.post(third.find("textarea").find_parent("form")["action"], form)
    assert answer.url == f"{start}?part=3"
    found = working.whole_now(made)
    assert len(found.paragraphs) == 451
    assert [one for one in found.paragraphs if one.key in text.by_key] == list(text.paragraphs)
    shown = _page(client, f"{start}issue/").get_text()
    assert "A new paragraph." in shown
    assert text.by_key["p300"].plain not in shown


def test_from_what_is_read_the_way_leads_to_the_same_part(client, long):
    made, _text = long
    client.force_login(office())
    reading = _page(client, f"{made.revisions.get().get_absolute_url()}?part=5")
    page = _page(client, reading.find("a", string="Write the next revision")["href"])
    assert page.find("textarea")["name"] == "text-005"
    for asked in ("0", "9", "p999", "½"):
        assert client.get(f"/documents/{made.pk}/working/?part={asked}").status_code == 404


def test_two_in_one_part_choose_and_two_in_different_parts_do_not_meet(client, long):
    made, _text = long
    me, other = office(), office()
    client.force_login(me)
    address = f"/documents/{made.pk}/working/?part=2"
    form = _form(_page(client, address))
    words, base = working.paragraph_now(made, "p62")
    working.write_paragraph(made, "p62", "1. Theirs.", base=base, by=other, at=AT)
    far, base = working.paragraph_now(made, "p300")
    working.write_paragraph(made, "p300", f"{far} And more.", base=base, by=other, at=AT)
    form["text-002"] = form["text-002"].replace(words, "1. Mine.")
    client.post(address, form)
    page = _page(client, address)
    assert "Mine." in page.get_text()
    assert "choose between two texts" in _page(client, f"/documents/{made.pk}/working/").select_one("#parts").get_text()
    assert list(drafts.conflicts("documents.document", made.pk, by=me.pk)) == ["text-002"]
    assert working.whole_now(made).by_key["p300"].plain.endswith("And more.")


def test_what_was_accepted_goes_into_its_part(client, long):
    made, text = long
    revision = made.revisions.get()
    for key in ("p40", "p400"):
        words = Words("amendment", "GE", key, 0, 1, text="Because.", wording="Anew ")
        contributing.contribute(revision, words, by=person(Role.CONTACT_POINT, "GE"), at=AT)
    answering.answer(
        revision, [one.pk for one in Contribution.objects.all()], "accepted", reason="Yes.", by=office(), at=AT
    )
    saved = working.put_in_accepted(made, by=office(), at=AT)
    assert len(saved) == 2
    found = working.whole_now(made)
    changed = [key for key, one in found.by_key.items() if one != text.by_key[key]]
    assert changed == ["p40", "p400"]


def test_a_paragraph_that_stands_in_two_parts_is_told(long):
    made, _text = long
    words, base = working.paragraph_now(made, "p62")
    working.write_paragraph(made, "p62", f"{words}\n\n<!-- p300 -->\nTwice.", base=base, by=office(), at=AT)
    with pytest.raises(Invalid, match="p300"):
        working.whole_now(made)
    with pytest.raises(NotThere):
        working.field_asked(working.fields_now(made), "p999")


def test_400_pages_are_written_with_the_weight_and_the_questions_of_one_part(client, long):
    sizes, counted = {}, {}
    client.force_login(office())
    for name, made in (("long", long[0]), ("longest", _made(PAGES_400, "12630/22")[0])):
        address = f"/documents/{made.pk}/working/?part=4"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            sizes[name] = len(client.get(address).content)
        counted[name] = len(queries)
    assert counted["longest"] == counted["long"] <= 15
    assert sizes["longest"] < sizes["long"] + 40_000
