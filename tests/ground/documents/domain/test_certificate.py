"""A certificate is verified offline against the text, and every change of it or of the text is found."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from roundtable.ground.documents.domain.certificate import (
    Keyring,
    PublicKey,
    Verdict,
    certify,
    minute,
    public_key,
    verify,
)
from roundtable.ground.documents.domain.content import content
from roundtable.ground.documents.domain.deadline import Deadline
from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.domain.silence import outcome
from roundtable.ground.documents.domain.silence_events import Broken, Opened
from roundtable.ground.documents.domain.text import Paragraph, Text

TEXT = Text((Paragraph("p", content("The Parties shall meet"), label="1."),))
OTHER = Text((Paragraph("p", content("The Parties shall meet."), label="1."),))
NUMBER = Number.parse("10917/2/22 REV 2")
OPENING = datetime(2022, 9, 20, 10, tzinfo=UTC)
DEADLINE = Deadline(OPENING + timedelta(hours=72), datetime.fromisoformat("2022-09-23T12:00"), "Europe/Prague")
AFTER = OPENING + timedelta(days=4)
OPENED = Opened(OPENING, "chair", "o", TEXT.hash, DEADLINE, frozenset({"A", "B"}), paragraphs=frozenset({"p"}))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = Keyring.of([public_key(KEY, OPENING)])


def certificate(**more):
    events = more.pop("events", [OPENED])
    told = minute(NUMBER, TEXT, OPENED, outcome(events, AFTER))
    return json.loads(json.dumps(certify(told, KEY, at=more.pop("at", AFTER)), ensure_ascii=False))


def test_a_genuine_certificate_is_valid_for_its_text_and_for_no_other() -> None:
    made = certificate()
    assert made["minute"]["outcome"] == "adopted"
    assert verify(made, TEXT, KEYS) is Verdict.VALID
    assert verify(made, OTHER, KEYS) is Verdict.OTHER_TEXT


def test_the_minute_of_a_break_names_whoever_broke_it() -> None:
    made = certificate(events=[OPENED, Broken(OPENING, "A", "b", "No.")])
    assert (made["minute"]["outcome"], made["minute"]["breaks"][0]["by"]) == ("broken", "A")
    assert verify(made, TEXT, KEYS) is Verdict.VALID


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("minute", "outcome"), "broken"),
        (("minute", "text"), OTHER.hash),
        (("minute", "addressees"), ["A"]),
        (("issued_at",), "2022-09-25T10:00:00+00:00"),
        (("more",), "said"),
        (("does_not_prove",), []),
    ],
)
def test_any_change_of_it_is_found(path, value) -> None:
    made = certificate()
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert verify(made, OTHER if value == OTHER.hash else TEXT, KEYS) is Verdict.WRONG_SIGNATURE


@pytest.mark.parametrize(
    "made",
    [{}, {"signature": "x"}, {"signature": 1, "minute": None}, {"format": "other", "signature": ""}, {"minute": "x"}],
)
def test_what_is_no_certificate_is_said_to_be_none(made) -> None:
    assert verify(made, TEXT, KEYS) is Verdict.NOT_A_CERTIFICATE


def test_old_certificates_stay_valid_when_keys_rotate() -> None:
    made = certificate()
    new = Ed25519PrivateKey.from_private_bytes(bytes(32))
    rotated = Keyring.of([public_key(KEY, OPENING, AFTER + timedelta(days=1)), public_key(new, AFTER)])
    assert verify(made, TEXT, rotated) is Verdict.VALID
    late = certificate(at=AFTER + timedelta(days=2))
    assert verify(late, TEXT, rotated) is Verdict.KEY_NOT_IN_USE
    assert verify(made, TEXT, Keyring.of([public_key(new, OPENING)])) is Verdict.UNKNOWN_KEY


def test_keys_are_published_with_their_fingerprints() -> None:
    listed = json.loads(json.dumps([key.as_json() for key in KEYS.values()]))
    assert Keyring.from_json(listed) == KEYS
    listed[0]["fingerprint"] = "0" * 64
    with pytest.raises(ValueError, match="fingerprint"):
        Keyring.from_json(listed)
    with pytest.raises(ValueError, match=r"."):
        Keyring.from_json([{"key": base64.b64encode(b"short").decode(), "since": "2022-01-01T00:00:00+00:00"}])


def test_nothing_is_certified_before_it_is_settled_nor_for_another_text() -> None:
    with pytest.raises(ValueError, match="settled"):
        minute(NUMBER, TEXT, OPENED, outcome([OPENED], OPENING))
    with pytest.raises(ValueError, match="text"):
        minute(NUMBER, OTHER, OPENED, outcome([OPENED], AFTER))


def test_a_key_of_another_kind_is_not_taken() -> None:
    assert PublicKey(b"x" * 32, OPENING).fingerprint not in KEYS
