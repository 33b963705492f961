"""Correct a published pack in the open: a numbered corrigendum reaches everybody who took it; the pack stays."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.kernel.notices import tell
from roundtable.operations.plan.domain.coverage import said
from roundtable.operations.plan.models import Corrigendum, Pack, Report
from roundtable.operations.plan.queries.markings import of_corrigendum
from roundtable.operations.plan.queries.packs import takers
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.signals import Happened


@transaction.atomic
def propose(report: Report, *, before: dict[str, Any], at: datetime) -> list[Corrigendum]:
    """Bring up a corrigendum for each published pack that counted a report as it was before a correction.

    Where the answer and the step stay the same, no figure changes and nothing is brought up.
    """
    was = said(str(before.get("answer", report.answer)), _step(before.get("progress", report.progress)))
    now = said(report.answer, report.progress)
    if was == now:
        return []
    found = []
    for pack in (
        Pack.objects.defer("content", "annex")
        .filter(year=report.round.year, taken_at__lt=at)
        .exclude(published_at=None)
    ):
        if pack.corrigenda.filter(report_id=report.pk, issued_at=None, dismissed_at=None).exists():
            continue
        note = Corrigendum.objects.create(
            pack=pack,
            figures=_("Action %(code)s: what Parties reported on %(year)s")
            % {"code": report.action.label, "year": pack.year},
            wrong=_("The pack counts one report of this action with an answer that has been corrected since."),
            right=_("The report says something else now. Make a corrected pack, or write here what is right."),
            proposed_at=at,
            report_id=report.pk,
        )
        remember(Happened.CORRIGENDUM_PROPOSED, by=None, on=note, at=at)
        found.append(note)
    return found


def _step(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


@transaction.atomic
def issue(  # noqa: PLR0913 - a corrigendum has these parts
    pack: Pack,
    *,
    figures: str,
    wrong: str,
    right: str,
    by: User,
    at: datetime,
    corrected: Pack | None = None,
    proposal: Corrigendum | None = None,
) -> Corrigendum:
    """Issue a corrigendum to a published pack and tell everybody who downloaded it, once."""
    require(by, Do.CORRECT_PACK, pack, at=at)
    pack = Pack.objects.select_for_update().defer("content", "annex").get(pk=pack.pk)
    if pack.published_at is None:
        raise Invalid(_("This pack is not published. Make a new one instead of correcting it."))
    missing = {
        name: [_("Write this, so that readers can correct their copy.")]
        for name, text in (("figures", figures), ("wrong", wrong), ("right", right))
        if not text.strip()
    }
    if missing:
        raise Invalid(_("A corrigendum says which figures, what was wrong and what is right."), fields=missing)
    if corrected is not None and corrected.corrects_id != pack.pk:
        raise Invalid(_("The corrected pack is not a correction of this one."))
    note = proposal or Corrigendum(pack=pack, proposed_at=at)
    if note.pk is not None:
        note = Corrigendum.objects.select_for_update().get(pk=note.pk, pack=pack)
    if note.issued_at is not None or note.dismissed_at is not None:
        raise Collision(_("Somebody has decided on this corrigendum already."))
    note.number = (pack.corrigenda.aggregate(last=Max("number"))["last"] or 0) + 1
    note.figures, note.wrong, note.right = figures.strip(), wrong.strip(), right.strip()
    note.corrected, note.issued_at, note.issued_by = corrected, at, by
    note.pack = pack
    note.save()
    remember(
        Happened.CORRIGENDUM_ISSUED,
        by=by,
        on=note,
        at=at,
        after={"number": note.number, "figures": note.figures, "wrong": note.wrong, "right": note.right},
    )
    tell(
        takers(pack),
        subject=_("Corrigendum %(number)s to the monitoring pack %(pack)s")
        % {"number": note.number, "pack": pack.name},
        text=_("You downloaded this pack. %(figures)s. Wrong: %(wrong)s Right: %(right)s")
        % {"figures": note.figures, "wrong": note.wrong, "right": note.right},
        url=reverse("plan:pack", args=[pack.pk]) + f"#corrigendum-{note.number}",
        key=f"plan.corrigendum:{note.pk}",
        at=at,
        public=True,
        demonstration=pack.demonstration,
        marking=str(of_corrigendum(note)),
    )
    return note


@transaction.atomic
def dismiss(note: Corrigendum, *, by: User, at: datetime) -> Corrigendum:
    """Say that a proposed corrigendum is not needed."""
    require(by, Do.CORRECT_PACK, note, at=at)
    note = Corrigendum.objects.select_for_update().get(pk=note.pk)
    if note.issued_at is not None or note.dismissed_at is not None:
        raise Collision(_("Somebody has decided on this corrigendum already."))
    note.dismissed_at = at
    note.save(update_fields=["dismissed_at"])
    remember(Happened.CORRIGENDUM_DISMISSED, by=by, on=note, at=at)
    return note
