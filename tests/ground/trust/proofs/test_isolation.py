"""The machine that looks for leaks finds them: in a body, in a file inside a file, in what was changed."""

import gzip
import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from openpyxl import Workbook

from roundtable.ground.trust.domain.canaries import Mint, canaries_in
from roundtable.ground.trust.models import User
from roundtable.ground.trust.proofs.matrix.learning import TYPED, learned
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.planted import Cell, Planted
from roundtable.ground.trust.proofs.matrix.reading import canaries_of, canaries_within
from roundtable.ground.trust.proofs.matrix.watching import House
from roundtable.ground.trust.public import NOBODY, Actor, Function, Role, Soil
from roundtable.ground.trust.readership import readership_of
from tests.factories.trust import person

ONE = Mint()()


def _zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _book() -> bytes:
    book, made = Workbook(), io.BytesIO()
    book.active.append([f"Reedbed {ONE}"])
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{ONE}</p>".encode(),
        ONE.upper().encode(),
        f"%7A{ONE[1:]}".encode(),
        gzip.compress(ONE.encode()),
        _zipped("a.txt", ONE.encode()),
        _zipped(f"{ONE}.txt", b""),
        _zipped("a.zip", _zipped("b.xml", ONE.encode())),
        _zipped("word/document.xml", f"<w:t>{ONE[:4]}</w:t><w:t>{ONE[4:]}</w:t>".encode()),
        _book(),
        f"BEGIN:VCALENDAR\r\nSUMMARY:{ONE[:3]}\r\n {ONE[3:]}\r\n".encode(),
    ],
    ids=["page", "capitals", "address", "gzip", "zip", "name in a zip", "zip in a zip", "runs", "book", "calendar"],
)
def test_a_canary_is_found_wherever_it_is_packed(body: bytes) -> None:
    assert canaries_within(body) == {ONE}


def test_a_canary_is_found_in_the_head_of_an_answer() -> None:
    assert canaries_of(HttpResponse(headers={"Location": f"/x/?q={ONE}"}), b"") == {ONE}


@pytest.mark.django_db
def test_who_may_not_read_a_field_must_not_meet_what_stands_in_it() -> None:
    someone, said = person(Role.OBSERVER, email=f"{ONE}@canary.example"), readership_of(User)
    assert said is not None
    world = Planted(Soil(Mint(), datetime.now(UTC)), [])
    world.cells[ONE].append(Cell(said, someone, "email"))
    nobody = Asker("nobody", "at work", NOBODY)
    overseer = Asker("auditor", "at work", Actor(0, frozenset({Function(Role.AUDITOR, "dialogue")})))
    assert world.met(overseer, frozenset({ONE})) == []
    assert world.met(nobody, frozenset({ONE})) == [f"{ONE} of trust.user {someone.pk} email"]


@pytest.mark.django_db
def test_every_row_that_changes_is_seen_and_comes_back_as_it_was() -> None:
    kept, gone = person(name="Kept"), person(name="Gone", factor=False)
    house = House()
    with house.watched() as watch:
        kept.name = "Other"
        kept.save()
        User.objects.filter(pk=gone.pk).delete()
        made = person(name="Made", factor=False)
    assert {(change.how, change.row.name) for change in watch.changes if change.model is User} == {
        ("changed", "Kept"),
        ("removed", "Gone"),
        ("made", made.name),
    }
    assert {one.name for one in User.objects.all()} == {"Kept", "Gone"}


def test_a_form_is_learned_with_every_field_filled_and_without_canaries() -> None:
    page = (
        '<form method="post" action="x/"><input name="a"><input type="hidden" name="b" value="3">'
        f'<textarea name="c">{ONE}</textarea><select name="d"><option value=""><option value="GE"></select>'
        '<button name="go" value="1"></form><a href="?download=csv">'
    )
    found = learned("/here/", page.encode(), datetime(2026, 1, 1, tzinfo=UTC).date())
    assert [form.action for form in found.forms] == ["/here/x/"]
    assert found.forms[0].bodies() == [{"a": [TYPED], "b": ["3"], "c": [TYPED], "d": ["GE"], "go": ["1"]}]
    assert found.links == {"/here/?download=csv"}


def test_no_two_canaries_are_alike_and_none_hides_in_another() -> None:
    mint = Mint()
    made = [mint() for _number in range(5000)]
    assert len(set(made)) == len(made)
    assert canaries_in("".join(made)) == set(made)
