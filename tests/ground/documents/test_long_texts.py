"""A long text is read part by part, and opened once for all who look at it."""

import random
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from roundtable.ground.documents.domain.parts import PART
from roundtable.ground.documents.models import Contribution, Revision, opened
from roundtable.ground.documents.proofs.revisions import made_up
from roundtable.ground.documents.services import contributing, documents
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.models import Role
from roundtable.kernel.keys.boxes import Box
from tests.factories.documents import AT, document, office
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def long(settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path
    seed()
    opened.forget()
    text = made_up(random.Random(3), 450, rich=True)  # noqa: S311 - a repeatable text
    made = document(comments_until=AT + timedelta(days=9999), comments_zone="UTC")
    issued, _told = documents.issue(made, made.number, text, day=AT.date(), by=office(), at=AT)
    return Revision.objects.get(pk=issued.pk)


def _say(on, key, kind="comment", **more):
    words = Words(kind, "GE", key, 0, None, text="Because.", **more)
    return contributing.contribute(on, words, by=person(Role.CONTACT_POINT, "GE"), at=AT)


def _page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_each_part_shows_its_paragraphs_and_together_they_are_the_text(client, long):
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    seen, part = [], 1
    while part:
        page = _page(client, f"{long.get_absolute_url()}?part={part}")
        shown = [one["id"] for one in page.select(".doc-para")]
        assert len(shown) <= PART
        seen += shown
        further = page.find("a", string="Next part")
        part = int(further["href"].partition("=")[2]) if further else 0
    assert seen == list(long.content.by_key)


def test_a_paragraph_leads_back_to_its_part_and_a_part_that_is_not_there_is_nowhere(client, long):
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    page = _page(client, f"{long.get_absolute_url()}paragraph/p300/")
    back = page.find("a", string="The whole text")["href"]
    assert _page(client, back.partition("#")[0]).select_one("#p300")
    for asked in ("0", "99", "p999", "½"):
        assert client.get(f"{long.get_absolute_url()}?part={asked}").status_code == 404


def test_footnotes_keep_their_numbers_and_reservations_stand_on_the_cover_of_every_part(client, long):
    _say(long, "p400", kind="reservation", reserves="scrutiny")
    _say(long, "p2")
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    page = _page(client, f"{long.get_absolute_url()}?part=2")
    assert "Scrutiny reservation" in page.select_one("#cover").parent.get_text()
    first = page.select_one(".doc-notes li")
    assert int(first["value"]) == [note.key for note in long.content.notes].index(first["id"][5:]) + 1
    assert "2" in page.select_one("a[href$='/table/']").get_text()


def test_it_is_opened_once_and_anew_where_somebody_changed_the_box(long, monkeypatch):
    read = []
    monkeypatch.setattr(Revision, "_read", lambda one, real=Revision._read: read.append(one.pk) or real(one))
    for _time in range(3):
        assert len(Revision.objects.get(pk=long.pk).content.paragraphs) == 450
        assert len(Revision.objects.defer("text").get(pk=long.pk).content.paragraphs) == 450
    assert read == [long.pk]
    other = Revision.objects.get(pk=long.pk)
    other.__dict__["text"] = Box(other.__dict__["text"].text[:-4] + "AAAA")
    with pytest.raises(Exception, match=r"."):
        _ = other.content
    assert read == [long.pk] * 2


@pytest.mark.parametrize("count", [1, 30])
def test_a_part_costs_the_same_however_much_is_said(client, long, count, django_assert_max_num_queries):
    for number in range(count):
        _say(long, f"p{number + 2}")
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    client.get(long.get_absolute_url())
    with django_assert_max_num_queries(15):
        client.get(long.get_absolute_url())
    assert Contribution.objects.count() == count
