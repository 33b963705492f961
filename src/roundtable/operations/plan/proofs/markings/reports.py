"""Reports and their evidence under every marking that they can bear, and every form in which they are seen."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.public import Marking, Specimen, Trial, below
from roundtable.kernel.files import store
from roundtable.operations.plan.models import Correction, Evidence, Pack, Report
from roundtable.operations.plan.proofs.markings.asking import (
    asked,
    listed,
    speaker_of,
    spoken_for,
    the_office,
    told,
)
from roundtable.operations.plan.queries.markings import FOR_REPORTS, above, of_report
from roundtable.operations.plan.queries.packs import annex_of
from roundtable.operations.plan.services import corrections
from roundtable.operations.plan.services import packs as making
from roundtable.operations.plan.services import reports as writing
from roundtable.operations.plan.services.evidence import PURPOSE


def reports(_trial: Trial) -> Iterator[Specimen]:
    """An accepted report under each marking, a confidential one, and one on its way."""
    accepted = Report.objects.filter(stage=Report.Stage.ACCEPTED, answer="progress", deleted_at=None)
    accepted = accepted.filter(corrections=None, party__in=spoken_for()).order_by("-round__year", "pk")
    chosen: list[tuple[str, Report, Marking]] = []
    for number, marking in enumerate(FOR_REPORTS):
        one = accepted[number]
        one.marking = "" if marking is Marking.PARTIES else str(marking)
        chosen.append((f"an accepted report under {marking}", one, marking))
    one = accepted[len(FOR_REPORTS)]
    one.answer, one.progress = "confidential", None
    chosen.append(("a confidential report", one, Marking.INSTITUTION))
    on_its_way = Report.objects.exclude(stage=Report.Stage.ACCEPTED).filter(deleted_at=None, party__in=spoken_for())
    draft = on_its_way.order_by("pk")[0]
    chosen.append((f"a report that is {draft.stage}", draft, Marking.INSTITUTION))
    for number, (what, one, marking) in enumerate(chosen):
        canary = f"Canary{number}report"
        one.narrative = canary
        one.save()
        yield _report(what, one, marking, canary)


def _report(what: str, one: Report, marking: Marking, canary: str) -> Specimen:
    speaker = speaker_of(str(one.party_id))
    page = reverse("plan:report", args=[one.pk])
    accepted = one.stage == Report.Stage.ACCEPTED

    def refused() -> None:
        now = timezone.now()
        if accepted:
            wish = Correction.objects.create(report=one, reason=canary, asked_at=now, asked_by=speaker)
            corrections.decide_correction(wish, opened=False, note=canary, by=the_office(), at=now)
        else:
            writing.tell_party(one, subject="Returned", text=canary, url=page, key="proof", at=now)

    return Specimen(
        what=what,
        marking=marking,
        canary=canary,
        thing=one if accepted and one.answer == "progress" else None,
        renditions={
            "screen": partial(asked, speaker, page),
            "print": partial(asked, speaker, page),
            "api": partial(asked, speaker, f"/api/v1/plan/reports/{one.pk}"),
            "mail": partial(told, refused, mailed=True),
            "notice": partial(told, refused, mailed=False),
            **listed(speaker, f"{reverse('plan:report-list')}?q={canary}&party={one.party_id}"),
        },
        copying=list(_copies_of(one, marking)) if accepted and one.answer == "progress" else (),
    )


def _copies_of(one: Report, marking: Marking) -> Iterator[tuple[str, Callable[[], bool]]]:
    """A pack for those who take part that would cite a report under LIMITE; last year's words in a new report."""
    year = one.round.year

    def cites(pack: Pack | None) -> bool:
        return pack is not None and above(str(marking), Marking(pack.marking)) and _cites(pack, one)

    def by_service() -> bool:
        return cites(making.freeze(year, by=the_office(), at=timezone.now()))

    def left_out() -> bool:
        return cites(making.freeze(year, by=the_office(), at=timezone.now(), leave_out=True))

    def by_command() -> bool:
        before = set(Pack.objects.values_list("pk", flat=True))
        out = Path(settings.ROUNDTABLE_HOME) / "copy.json"
        try:
            call_command("plan_pack", year=year, fmt="json", out=str(out))
        except Exception:  # noqa: BLE001 - a refusal of any kind is what is wanted
            return False
        return cites(Pack.objects.exclude(pk__in=before).first())

    def by_form() -> bool:
        client = Client(raise_request_exception=False)
        client.force_login(the_office())
        answer = client.post(reverse("plan:pack-make"), {"year": year})
        return answer.status_code < 400 and marking is Marking.LIMITE

    def begun_from_it() -> bool:
        later = Report(round=one.round, party_id=one.party_id, action=one.action, prefilled=True)
        writing.take_over(later, one)
        return below(Marking(later.marking or Marking.PARTIES), marking)

    yield "freezing a pack", by_service
    yield "freezing a pack that leaves it out", left_out
    yield "the command", by_command
    yield "the form", by_form
    yield "beginning from it", begun_from_it


def _cites(pack: Pack, one: Report) -> bool:
    from_it = [row for row in annex_of(pack)["reports"] if row["pk"] == one.pk]
    return any(row["narrative"] for row in from_it)


def evidence(_trial: Trial) -> Iterator[Specimen]:
    """A file of a report under each marking."""
    accepted = Report.objects.filter(stage=Report.Stage.ACCEPTED, answer="progress", deleted_at=None)
    accepted = accepted.filter(party__in=spoken_for())
    for number, marking in enumerate(FOR_REPORTS):
        one = accepted.order_by("round__year", "pk")[number]
        one.marking = "" if marking is Marking.PARTIES else str(marking)
        one.save(update_fields=["marking"])
        speaker = speaker_of(str(one.party_id))
        stored = store.keep(
            SimpleUploadedFile("minutes.txt", b"Canary of evidence"),
            scope=str(one.party_id),
            by=speaker.pk,
            purpose=PURPOSE,
            at=timezone.now(),
            audience=str(one.party_id),
        )
        Evidence.objects.create(report=one, title="Minutes", file_id=stored.pk, added_at=timezone.now())
        yield Specimen(
            what=f"evidence of a report under {marking}",
            marking=of_report(one),
            canary="Canary of evidence",
            renditions={
                "file": partial(asked, speaker, f"/files/{stored.pk}/", bare=True),
                "screen": partial(asked, speaker, reverse("plan:report", args=[one.pk])),
            },
        )
