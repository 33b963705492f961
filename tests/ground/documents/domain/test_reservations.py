"""Reservations follow their paragraph until they are lifted, and none is lost."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from roundtable.ground.documents.domain.content import content
from roundtable.ground.documents.domain.reservations import (
    Kind,
    Listed,
    Reservation,
    Standing,
    carried,
    for_the_cover_note,
    not_lifted,
    standing,
)
from roundtable.ground.documents.domain.text import Paragraph, Text
from roundtable.ground.documents.proofs.revisions import Pen, made_up

AT = datetime(2022, 9, 6, 9, tzinfo=UTC)
OLD = Text(
    tuple(Paragraph(key, content(f"words of {key} here"), label=f"{n}.") for n, key in enumerate("abc", start=1))
)


def reservation(on: str, by: str = "A", kind: Kind = Kind.SCRUTINY, key: str = "r") -> Reservation:
    return Reservation(key, by, kind, AT, (on,))


def test_it_goes_with_its_paragraph_through_moving_and_renumbering() -> None:
    one, two, three = OLD.paragraphs
    new = Text((replace(three, label="1."), replace(one, label="2."), replace(two, label="3.")))
    assert carried([reservation("a")], OLD, new) == (reservation("a"),)


def test_it_goes_to_all_parts_and_into_the_whole() -> None:
    one, two, three = OLD.paragraphs
    split = Text(
        (replace(one, content=content("words of")), Paragraph("w", content("a here"), origins=("a",)), two, three)
    )
    assert carried([reservation("a")], OLD, split)[0].paragraphs == ("a", "w")
    joined = Text((replace(one, content=content("words of a here words of b here"), origins=("b",)), three))
    assert carried([reservation("b")], OLD, joined)[0].paragraphs == ("a",)


def test_it_stays_on_record_when_its_paragraph_is_gone() -> None:
    (kept,) = carried([reservation("a")], OLD, Text(OLD.paragraphs[1:]))
    assert kept.has_lost_its_place
    assert not_lifted([kept]) == (kept,)


def test_the_last_lifted_makes_it_agreed_ad_referendum() -> None:
    one, other = reservation("a"), reservation("a", "B", key="s")
    assert standing("b", [one, other]) is Standing.CLEAR
    assert standing("a", [one, other]) is Standing.OPEN
    assert standing("a", [one.lifted("A", AT), other]) is Standing.OPEN
    assert standing("a", [one.lifted("A", AT), other.lifted("B", AT)]) is Standing.AD_REFERENDUM


def test_only_whoever_made_it_lifts_it_and_once() -> None:
    with pytest.raises(PermissionError):
        reservation("a").lifted("B", AT)
    lifted = reservation("a").lifted("A", AT)
    assert lifted.lifted("A", AT.replace(year=2023)) == lifted


def test_the_cover_note_lists_them_in_the_order_of_the_text() -> None:
    made = [
        reservation("b", "B", Kind.LINGUISTIC),
        reservation("b", "C"),
        reservation("b", "A"),
        reservation("a", "C", Kind.GENERAL),
        reservation("gone", "D"),
        reservation("c", "D").lifted("D", AT),
    ]
    assert for_the_cover_note(OLD, made) == (
        Listed("a", "1.", Kind.GENERAL, ("C",)),
        Listed("b", "2.", Kind.SCRUTINY, ("A", "C")),
        Listed("b", "2.", Kind.LINGUISTIC, ("B",)),
        Listed("gone", "", Kind.SCRUTINY, ("D",)),
    )


def test_through_many_revisions_none_is_lost_or_doubled() -> None:
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311 - repeatable trials, no secrets
        text = made_up(chance, 20)
        made = [reservation(one.key, key=f"r{n}") for n, one in enumerate(text.paragraphs)]
        for _ in range(4):
            pen = Pen.over(text, chance)
            pen.edit(10)
            after = carried(made, text, pen.text())
            assert [one.key for one in after] == [one.key for one in made]
            for one in after:
                assert set(one.paragraphs) <= set(pen.text().by_key)
            text, made = pen.text(), list(after)
