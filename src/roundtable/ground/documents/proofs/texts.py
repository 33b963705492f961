"""Revisions whose truth is known: what the redline shows, and where comments are found."""

from collections import Counter

from roundtable.ground.documents.domain.redline import redline
from roundtable.ground.documents.proofs import places
from roundtable.ground.documents.proofs.revisions import Pen, made_up
from roundtable.ground.trust.public import Trial

SHORT, LONG = 40, 500
LONGER = 1.1
"""A redline may be longer than what was really done by a tenth."""
RIGHT_SHARE = 0.99


def run(trial: Trial) -> None:
    """Revise texts, compare, and look for comments."""
    verdicts: Counter[str] = Counter()
    longest = 0.0
    for _number in range(LONG if trial.long else SHORT):
        old = made_up(trial.chance, 40, rich=True)
        pen = Pen.over(old, trial.chance)
        pen.edit(trial.chance.randint(1, 60))
        lines = redline(old, pen.text())
        longest = max(longest, lines.size / max(pen.cost, 1))
        trial.holds(lines.size <= LONGER * pen.cost, f"a redline of {lines.size} words for {pen.cost} that changed")
        for verdict, words in places.tried(trial.chance):
            verdicts[verdict] += 1
            trial.holds(verdict != places.WRONG, words)
    share = verdicts[places.RIGHT] / verdicts.total()
    trial.holds(share >= RIGHT_SHARE, f"only {share:.4f} of the comments were found where they belong")
    trial.figure("comments found right", round(share, 5))
    trial.figure("longest redline, of what really changed", round(longest, 3))
