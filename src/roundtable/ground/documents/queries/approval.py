"""The chain of approval of a document: who confirmed which text when, and what is awaited."""

from dataclasses import dataclass

from roundtable.ground.documents.domain import approval as rules_of
from roundtable.ground.documents.domain.approval import Confirmed, Item, Progress, Step
from roundtable.ground.documents.models import ApprovalStep, Confirmation, Document, Revision


@dataclass(frozen=True)
class Chain:
    """The steps of a document with what was confirmed of one text."""

    steps: tuple[ApprovalStep, ...]
    confirmations: tuple[Confirmation, ...]
    progress: Progress

    @property
    def rows(self) -> list[tuple[ApprovalStep, Confirmation | None, bool]]:
        """Each step, what confirmed it, and whether it is its turn."""
        kept = {str(one.step_id): one for one in self.confirmations}
        done = {step.key for step, _confirmed in self.progress.confirmed}
        turn = self.progress.next.key if self.progress.next else ""
        return [
            (step, kept.get(str(step.pk)) if str(step.pk) in done else None, str(step.pk) == turn)
            for step in self.steps
        ]


def chain_of(document: Document, revision: Revision | None) -> Chain:
    """Give the chain of a document for one of its texts. Two queries."""
    steps = tuple(ApprovalStep.objects.filter(document=document).order_by("place", "pk"))
    told = tuple(Confirmation.objects.filter(step__in=steps).order_by("at", "pk")) if steps else ()
    sha256 = revision.sha256 if revision else ""
    found = rules_of.progress(
        [Step(str(one.pk), one.body, Item(one.item), one.due) for one in steps],
        [Confirmed(str(one.step_id), one.at, str(one.by_id or ""), one.sha256) for one in told],
        sha256,
    )
    return Chain(steps, tuple(one for one in told if one.sha256 == sha256), found)
