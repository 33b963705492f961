"""One family of errors that are told to people in whole sentences.

Rules and services raise these; `middleware` turns them into pages and the API into problem answers.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus


class Told(Exception):  # noqa: N818 - the family is named after what it does
    """Something that a person is told: what happened, where, and what to do."""

    status = HTTPStatus.BAD_REQUEST
    code = "refused"

    def __init__(self, sentence: str, *, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        """Carry a translatable sentence and, where they are known, sentences by field name."""
        super().__init__(sentence)
        self.sentence = sentence
        self.fields: dict[str, list[str]] = {name: list(texts) for name, texts in (fields or {}).items()}

    def __str__(self) -> str:
        return str(self.sentence)


class Invalid(Told):
    """What was sent cannot be accepted; the sentence says what to change."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid"


class NotSignedIn(Told):
    """Nobody is signed in, or the key that was shown opens nothing."""

    status = HTTPStatus.UNAUTHORIZED
    code = "not-signed-in"


class NotAllowed(Told):
    """The person sees the thing but may not do this with it (or not now)."""

    status = HTTPStatus.FORBIDDEN
    code = "not-allowed"


class NotThere(Told):
    """It does not exist, or not for this person: both answer the same."""

    status = HTTPStatus.NOT_FOUND
    code = "not-found"


class Collision(Told):
    """Somebody else changed the same thing meanwhile; nothing was overwritten."""

    status = HTTPStatus.CONFLICT
    code = "conflict"


class TooMuch(Told):
    """More tries or bytes than are allowed."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too-much"


class StaleCopy(Collision):
    """The caller's copy is older than what is stored (the answer to a machine's `If-Match`)."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "stale"


class NoCopyNamed(Told):
    """A change by a machine has to name the copy that it changes."""

    status = HTTPStatus.PRECONDITION_REQUIRED
    code = "if-match"
