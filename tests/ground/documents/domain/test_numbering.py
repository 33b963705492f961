"""Document numbers: read, written, put in order, counted on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.ground.documents.domain.numbering import NotANumber, Number, Reference, chain, next_base

small = st.integers(0, 999)
numbers = st.builds(
    Number,
    year=st.integers(2000, 2099),
    base=st.integers(1, 999_999),
    revision=small,
    addendum=small,
    corrigendum=small,
    prefix=st.sampled_from(["", "ST", "PP"]),
)


@given(numbers)
def test_what_is_written_is_read_back(number) -> None:
    assert Number.parse(str(number)) == number


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("10917/1/22 REV1", "10917/1/22 REV 1"),
        ("10917/2/22 REV2", "10917/2/22 REV 2"),
        (" 12629/22 ", "12629/22"),
        ("ST 10917/2/22 rev 2 add1 cor 3", "ST 10917/2/22 REV 2 ADD 1 COR 3"),
        ("7/2009", "7/09"),
        ("7/1999", "7/1999"),
    ],
)
def test_numbers_are_printed_as_the_council_prints_them(written, printed) -> None:
    assert str(Number.parse(written)) == printed


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "shape"),
        ("12629", "shape"),
        ("12629/22 DRAFT", "shape"),
        ("10917/1/22", "revision"),
        ("10917/22 REV 1", "revision"),
        ("10917/1/22 REV 2", "revision"),
        ("10917/22 ADD 0", "zero"),
        ("0/22", "zero"),
        ("10917/22 COR 1 ADD 1", "order"),
        ("10917/22 ADD 1 ADD 2", "order"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(written, why) -> None:
    with pytest.raises(NotANumber) as refused:
        Number.parse(written)
    assert refused.value.why == why


def test_the_chain_of_the_source_stands_in_order() -> None:
    read = [Number.parse(one) for one in ("12629/22", "10917/2/22 REV2", "10917/1/22 REV1")]
    assert [[str(one) for one in row] for row in chain(read)] == [
        ["10917/1/22 REV 1", "10917/2/22 REV 2"],
        ["12629/22"],
    ]


def test_the_next_number_passes_over_those_that_are_taken() -> None:
    first, second = Number.parse("10917/22"), Number.parse("10917/1/22 REV 1")
    assert str(first.next_revision()) == "10917/1/22 REV 1"
    assert str(first.next_revision([second])) == "10917/2/22 REV 2"
    assert str(second.next_addendum()) == "10917/1/22 REV 1 ADD 1"
    added = Number.parse("10917/1/22 REV 1 ADD 1")
    assert str(second.next_addendum([added])) == "10917/1/22 REV 1 ADD 2"
    assert str(added.next_corrigendum([second])) == "10917/1/22 REV 1 ADD 1 COR 1"
    assert str(second.next_corrigendum([added])) == "10917/1/22 REV 1 COR 1"
    assert next_base(2022, [first, Number(2023, 5)]) == Number(2022, 10918)


def test_a_number_knows_what_it_belongs_to() -> None:
    number = Number.parse("10917/1/22 REV 1 ADD 1 COR 2")
    assert str(number.main) == "10917/1/22 REV 1 ADD 1"
    assert str(number.main.main) == "10917/1/22 REV 1"
    assert str(number.original) == "10917/22"


def test_the_head_of_a_document_is_one_line() -> None:
    assert str(Reference(Number.parse("12629/22"), "en", date(2022, 9, 23), "LIMITE")) == "12629/22 LIMITE EN"
