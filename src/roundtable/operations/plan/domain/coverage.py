"""How reports are counted: who was asked, who is concerned, who reported, and how far they are.

The rule, in one place for the matrix, the pages, the pack and the API:

* **asked**: every Party that takes part on the round's last day, once for each action that is in the plan on the day
  the round opens (`domain.asked`). It never shrinks because somebody is silent, and no later text changes it.
* **not applicable** and **no national competence**: the Party reported, and is then taken out of the denominator of
  progress.
* **concerned** = asked - not applicable - no national competence: the denominator of every share of progress.
* **confidential**: the Party reported and stays in the denominator, but its step is not known to anybody else; it is
  never guessed.
* **no report**: asked and silent. It stays in the denominator, so silence can never make a share look better.
* **known** = the Parties whose step is known; the five steps add up to it.
* known + confidential + no report = concerned, always.

A worked example: 48 Parties are asked on an action. 2 say that it is not applicable and 2 that it is no national
competence; 3 report in confidence; 5 are silent; of the other 36 four have not begun, six prepared, eight begun, ten
are advanced, eight are done.

>>> said = [Said.NOT_APPLICABLE] * 2 + [Said.NO_COMPETENCE] * 2 + [Said.CONFIDENTIAL] * 3
>>> said += [Said.STEP_0] * 4 + [Said.STEP_1] * 6 + [Said.STEP_2] * 8 + [Said.STEP_3] * 10 + [Said.STEP_4] * 8
>>> c = count(said, asked=48)
>>> (c.reported, c.asked), (c.concerned, c.asked), c.known, c.no_report
((43, 48), (44, 48), 36, 5)
>>> c.at_least(3), c.concerned  # "18 of the 44 Parties concerned are advanced or done"
(18, 44)

No function here sorts or compares Parties: nobody is ranked.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Said(StrEnum):
    """What a Party said on an action, in one character: a step of the scale, another answer, or nothing."""

    STEP_0 = "0"
    STEP_1 = "1"
    STEP_2 = "2"
    STEP_3 = "3"
    STEP_4 = "4"
    NOT_APPLICABLE = "a"
    NO_COMPETENCE = "k"
    CONFIDENTIAL = "c"
    NOTHING = "."


STEPS = (Said.STEP_0, Said.STEP_1, Said.STEP_2, Said.STEP_3, Said.STEP_4)

_ANSWERS = {
    "not-applicable": Said.NOT_APPLICABLE,
    "no-competence": Said.NO_COMPETENCE,
    "confidential": Said.CONFIDENTIAL,
}


def said(answer: str, progress: int | None) -> Said:
    """Return what a report says, from its answer and step; progress without a step says nothing yet.

    >>> said("progress", 3), said("no-competence", None)
    (<Said.STEP_3: '3'>, <Said.NO_COMPETENCE: 'k'>)
    """
    if answer == "progress":
        return Said.NOTHING if progress is None else STEPS[progress]
    return _ANSWERS[answer]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts for one action, area or Party, or for all of them; see the rule at the head of this file."""

    asked: int
    steps: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    not_applicable: int = 0
    no_competence: int = 0
    confidential: int = 0

    @property
    def known(self) -> int:
        """Those whose step is known."""
        return sum(self.steps)

    @property
    def reported(self) -> int:
        """Those who answered, whatever the answer."""
        return self.known + self.not_applicable + self.no_competence + self.confidential

    @property
    def concerned(self) -> int:
        """The denominator of progress: all asked, without "not applicable" and "no national competence"."""
        return self.asked - self.not_applicable - self.no_competence

    @property
    def no_report(self) -> int:
        """Those who were asked and are silent."""
        return self.asked - self.reported

    def at_least(self, step: int) -> int:
        """How many of the concerned are known to stand at this step (0 to 4) or further."""
        return sum(self.steps[step:])

    def share(self, step: int) -> float | None:
        """The share of the concerned known to stand at this step or further, from 0 to 1.

        None when nobody is concerned.
        """
        return self.at_least(step) / self.concerned if self.concerned else None

    def __add__(self, other: "Coverage") -> "Coverage":
        """Add the counts of things that were counted apart (the actions of an area, the areas of the plan)."""
        return Coverage(
            self.asked + other.asked,
            tuple(mine + theirs for mine, theirs in zip(self.steps, other.steps, strict=True)),  # type: ignore[arg-type]  # five and five
            self.not_applicable + other.not_applicable,
            self.no_competence + other.no_competence,
            self.confidential + other.confidential,
        )


NONE_ASKED = Coverage(0)


def count(answers: Iterable[Said | str], *, asked: int) -> Coverage:
    """Count answers to one question that so many were asked; `ValueError` when there are more answers than were asked.

    >>> count(["4", "c", "."], asked=3)
    Coverage(asked=3, steps=(0, 0, 0, 0, 1), not_applicable=0, no_competence=0, confidential=1)
    """
    of = Counter(str(answer) for answer in answers)
    of.pop(str(Said.NOTHING), None)
    if of.total() > asked:
        raise ValueError(f"{of.total()} answers, but only {asked} were asked")
    first, second, third, fourth, fifth = (of[str(step)] for step in STEPS)
    return Coverage(
        asked,
        (first, second, third, fourth, fifth),
        of[str(Said.NOT_APPLICABLE)],
        of[str(Said.NO_COMPETENCE)],
        of[str(Said.CONFIDENTIAL)],
    )


def total(parts: Iterable[Coverage]) -> Coverage:
    """Add up counts; nothing at all adds up to nobody asked."""
    whole = NONE_ASKED
    for part in parts:
        whole += part
    return whole


def with_answer(others: Coverage, answer: Said) -> Coverage:
    """Return the counts when one Party more answers so; the others were counted with that Party asked and silent.

    >>> with_answer(Coverage(48), Said.NOT_APPLICABLE).concerned
    47
    """
    if answer is Said.NOTHING:
        return others
    one = count([answer], asked=1)
    return others + Coverage(0, one.steps, one.not_applicable, one.no_competence, one.confidential)
