import base64

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.keys.boxes import Box, Place, SealedError, close, unclose

KEY = "0123456789abcdef" * 2
LOCK = AESGCM(b"k" * 32)
PLACE = Place("plan_report", "narrative", "a" * 32)


def _closed(text: str = "Said in confidence.") -> Box:
    return close(text, key=KEY, lock=LOCK, place=PLACE)


@given(st.text())
def test_what_was_sealed_opens_where_it_was_sealed(text):
    assert unclose(close(text, key=KEY, lock=LOCK, place=PLACE), lock=LOCK, place=PLACE) == text


def test_the_same_text_never_looks_the_same_twice():
    assert len({_closed().text for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("plan_note", "narrative", "a" * 32),
        Place("plan_report", "obstacles", "a" * 32),
        Place("plan_report", "narrative", "b" * 32),
    ],
)
def test_a_box_opens_in_no_other_table_column_or_row(elsewhere):
    with pytest.raises(SealedError, match="was not sealed there"):
        unclose(_closed(), lock=LOCK, place=elsewhere)


def test_a_box_opens_with_no_other_key_and_under_no_other_number():
    with pytest.raises(SealedError):
        unclose(_closed(), lock=AESGCM(b"x" * 32), place=PLACE)
    renumbered = Box(_closed().text.replace(KEY, KEY[::-1]))
    with pytest.raises(SealedError):
        unclose(renumbered, lock=LOCK, place=PLACE)


def test_a_box_with_any_byte_changed_or_cut_is_refused():
    box = _closed()
    head, body = box.text[:-20], box.text[-20:]
    for place, letter in enumerate(body[:-1]):
        changed = body[:place] + ("A" if letter != "A" else "B") + body[place + 1 :]
        with pytest.raises(SealedError):
            unclose(Box(head + changed), lock=LOCK, place=PLACE)
    for length in range(len("rt1.") + len(KEY) + 2, len(box.text)):
        with pytest.raises(SealedError):
            unclose(Box(box.text[:length]), lock=LOCK, place=PLACE)


@pytest.mark.parametrize("text", ["in clear", "rt0." + KEY + ".AAAA", "rt1." + KEY, "rt1.12.AAAA", "rt1." + KEY + "."])
def test_what_is_no_box_of_this_version_is_refused(text):
    with pytest.raises(SealedError, match="no box of version rt1"):
        Box(text)


def test_a_box_says_nothing_when_it_is_printed():
    box = _closed()
    assert (str(box), f"{box}", repr([box])) == ("(sealed)", "(sealed)", "[(sealed)]")
    held = base64.urlsafe_b64decode(box.text.rpartition(".")[2] + "==")
    assert b"confidence" not in held
