"""The stages of a report, the scale of progress, and what a report needs before it can go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class Stage(StrEnum):
    """Where a report stands between the ministry, the contact point and the secretariat."""

    DRAFT = "draft"
    OFFERED = "offered"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Answer(StrEnum):
    """What a Party can answer on an action."""

    PROGRESS = "progress"
    NOT_APPLICABLE = "not-applicable"
    NO_COMPETENCE = "no-competence"
    CONFIDENTIAL = "confidential"


class Progress(IntEnum):
    """How far a Party is with an action."""

    NOT_BEGUN = 0
    PREPARED = 1
    BEGUN = 2
    ADVANCED = 3
    DONE = 4


class Move(StrEnum):
    """What moves a report from one stage to another."""

    OFFER = "offer"
    TAKE_BACK = "take-back"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    ACCEPT = "accept"


NEXT: Final[Mapping[Stage, Mapping[Move, Stage]]] = {
    Stage.DRAFT: {Move.OFFER: Stage.OFFERED, Move.SUBMIT: Stage.SUBMITTED},
    Stage.OFFERED: {Move.TAKE_BACK: Stage.DRAFT, Move.SUBMIT: Stage.SUBMITTED},
    Stage.SUBMITTED: {Move.WITHDRAW: Stage.DRAFT, Move.RETURN: Stage.RETURNED, Move.ACCEPT: Stage.ACCEPTED},
    Stage.RETURNED: {Move.OFFER: Stage.OFFERED, Move.SUBMIT: Stage.SUBMITTED},
    Stage.ACCEPTED: {},
}
"""From each stage, what may be done and where it leads. An accepted report stays accepted.

It is corrected in the open.
"""

WRITABLE: Final = frozenset({Stage.DRAFT, Stage.OFFERED, Stage.RETURNED})
"""The stages in which the Party works on the text."""

WITH_SECRETARIAT: Final = frozenset({Stage.SUBMITTED, Stage.ACCEPTED})
"""The stages in which the secretariat reads the report as it stands; of a returned one it keeps what it returned."""

TEXTS: Final = ("narrative", "obstacles", "needs")
"""The fields that hold text."""

CHOICES: Final = ("answer", "progress")
"""The fields that hold one choice."""

FIELDS: Final = (*CHOICES, *TEXTS)
"""Everything that a Party writes, apart from evidence."""

NOT_SAID: Final = "-"
"""How the draft store holds a step that nobody chose.

A sign of its own, so that two choices made at once never run together.
"""

TEXT_LIMIT: Final = 20_000
"""Characters in one text: some eight pages."""


class StageError(Exception):
    """A move that the table does not know: carries the stage and the move."""

    def __init__(self, stage: Stage, move: Move) -> None:
        """Keep what was tried."""
        super().__init__(f"{move} does not lead anywhere from {stage}")
        self.stage, self.move = stage, move


def step(stage: Stage, move: Move) -> Stage:
    """Return the stage to which a move leads; `StageError` when the table does not know it.

    >>> step(Stage.SUBMITTED, Move.ACCEPT)
    <Stage.ACCEPTED: 'accepted'>
    """
    try:
        return NEXT[stage][move]
    except KeyError:
        raise StageError(stage, move) from None


@dataclass(frozen=True, slots=True)
class Content:
    """What a Party says on one action, as plain values."""

    answer: Answer = Answer.PROGRESS
    progress: int | None = None
    narrative: str = ""
    obstacles: str = ""
    needs: str = ""

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the values as JSON can carry them."""
        return {
            "answer": str(self.answer),
            "progress": self.progress,
            "narrative": self.narrative,
            "obstacles": self.obstacles,
            "needs": self.needs,
        }


class Missing(StrEnum):
    """What a report can lack before it may be offered or submitted."""

    PROGRESS = "progress"
    NARRATIVE = "narrative"
    REASON = "reason"
    TOO_LONG = "too-long"


def missing(content: Content) -> dict[str, Missing]:
    """Return what is missing by field; empty when the report can go on.

    Progress needs a step of the scale and, once work has begun, a sentence on what was done. "Not applicable" and "no
    national competence" need a sentence of reason, since they change what others are counted against. "Confidential"
    needs nothing.

    >>> missing(Content(progress=2))
    {'narrative': <Missing.NARRATIVE: 'narrative'>}
    """
    lacks: dict[str, Missing] = {
        name: Missing.TOO_LONG for name in TEXTS if len(str(content.as_dict()[name])) > TEXT_LIMIT
    }
    if content.answer is Answer.PROGRESS:
        if content.progress is None:
            lacks["progress"] = Missing.PROGRESS
        elif content.progress >= Progress.PREPARED and not content.narrative.strip():
            lacks["narrative"] = Missing.NARRATIVE
    elif content.answer is not Answer.CONFIDENTIAL and not content.narrative.strip():
        lacks["narrative"] = Missing.REASON
    return lacks


def projected(values: Mapping[str, str]) -> Content:
    """Return the content that field values (as text) stand for; `ValueError` for what is no answer or no step.

    Only progress has a step: the step that was chosen before is kept among the values and comes back with the answer.

    >>> projected({"answer": "not-applicable", "progress": "3"}).progress is None
    True
    """
    answer = Answer(values.get("answer") or Answer.PROGRESS)
    said = values.get("progress", "")
    progress = int(Progress(int(said))) if said not in {"", NOT_SAID} else None
    return Content(
        answer=answer,
        progress=progress if answer is Answer.PROGRESS else None,
        narrative=values.get("narrative", ""),
        obstacles=values.get("obstacles", ""),
        needs=values.get("needs", ""),
    )
