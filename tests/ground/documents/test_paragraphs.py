"""One paragraph of the working text is written by itself, and nobody's words are lost."""

import pytest
from bs4 import BeautifulSoup

from roundtable.ground.documents.services import working
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.models import Role
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotThere
from tests.factories.documents import AT, document, office, revision
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table() -> None:
    seed()


@pytest.fixture
def on():
    return revision(document()).document


def _words(on, key):
    return working.paragraph_now(on, key)[0]


def test_a_paragraph_is_written_from_its_page_and_the_others_stay(client, on):
    client.force_login(office())
    whole = BeautifulSoup(client.get(f"/documents/{on.pk}/working/").content, "html.parser")
    address = whole.find("a", href=lambda one: one and "/working/paragraph/p3/" in one)["href"]
    form = BeautifulSoup(client.get(address).content, "html.parser")
    assert "welcomed the offer" in form.find("textarea").get_text()
    base = form.find("input", {"name": "base"})["value"]
    before = [_words(on, key) for key in ("p2", "p4")]
    answer = client.post(address, {"base": base, "words": "2. The Parties thanked the host."})
    assert answer.url == f"/documents/{on.pk}/working/"
    assert _words(on, "p3") == "2. The Parties thanked the host."
    assert [_words(on, key) for key in ("p2", "p4")] == before


def test_two_who_write_different_paragraphs_or_words_lose_nothing(on):
    one, other = office(), office()
    words, base = working.paragraph_now(on, "p3")
    working.write_paragraph(on, "p3", words.replace("welcomed", "noted"), base=base, by=one, at=AT)
    working.write_paragraph(on, "p4", "3. The Parties will report yearly.", base=base, by=other, at=AT)
    working.write_paragraph(on, "p3", words.replace("expert meeting", "meeting of experts"), base=base, by=other, at=AT)
    assert _words(on, "p3") == words.replace("welcomed", "noted").replace("expert meeting", "meeting of experts")
    assert _words(on, "p4") == "3. The Parties will report yearly."


def test_two_who_rewrite_the_same_words_choose(client, on):
    words, base = working.paragraph_now(on, "p3")
    other = office()
    working.write_paragraph(on, "p3", words.replace("welcomed", "noted"), base=base, by=other, at=AT)
    me = office()
    client.force_login(me)
    address = f"/documents/{on.pk}/working/paragraph/p3/"
    client.post(address, {"base": base, "words": words.replace("welcomed", "regretted")})
    assert "noted" in _words(on, "p3")
    [conflict] = drafts.conflicts("documents.document", on.pk, by=me.pk)["text"]
    assert "regretted" in conflict.mine


def test_what_cannot_be_read_or_says_nothing_is_refused_and_what_is_not_there_is_nowhere(client, on):
    one = office()
    with pytest.raises(Invalid, match="Write the words"):
        working.write_paragraph(on, "p3", "  ", base=0, by=one, at=AT)
    with pytest.raises(NotThere):
        working.paragraph_now(on, "p99")
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert client.get(f"/documents/{on.pk}/working/paragraph/p3/").status_code == 404
