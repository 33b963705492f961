"""Packs and corrigenda under every marking that they can bear, and every form in which they are seen."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.public import Marking, Rendition, Specimen, Trial
from roundtable.operations.plan.models import Corrigendum, Pack
from roundtable.operations.plan.proofs.markings.asking import asked, last_year, the_office, told
from roundtable.operations.plan.queries.markings import FOR_PACKS
from roundtable.operations.plan.services import corrigenda
from roundtable.operations.plan.services import packs as making


def packs(_trial: Trial) -> Iterator[Specimen]:
    """A pack under each marking, its public edition, and its annexes."""
    office, now = the_office(), timezone.now()
    for number, marking in enumerate(FOR_PACKS):
        pack = making.freeze(
            last_year(),
            by=office,
            at=now + timedelta(seconds=number),
            marking=marking,
            leave_out=marking is not Marking.LIMITE,
        )
        page = reverse("plan:pack", args=[pack.pk])
        for part in (making.MAIN, making.PUBLIC, making.parts_of(pack)[-1]):
            public = part == making.PUBLIC
            if public and marking is not Marking.PARTIES:
                continue
            if public:
                making.publish(pack, by=office, at=now)
            reader = None if public else office
            shown = {
                "screen": partial(asked, reader, page),
                "print": partial(asked, reader, page),
                "file": partial(asked, reader, reverse("plan:pack-file", args=[pack.pk, part, "en", "xlsx"])),
            }
            if part not in {making.MAIN, making.PUBLIC}:
                shown = {"file": shown["file"]}
            for fmt in ("pdf", "docx", "html", "xlsx", "json"):
                shown[fmt] = partial(asked, reader, reverse("plan:pack-file", args=[pack.pk, part, "en", fmt]))
            yield Specimen(
                what=f"the part {part} of a pack under {marking}",
                marking=Marking.PUBLIC if public else marking,
                canary=pack.sha256,
                renditions=shown,
                thing=pack if part == making.MAIN else None,
                copying=list(_below_pack(pack)) if part == making.MAIN else (),
            )


def _below_pack(pack: Pack) -> Iterator[tuple[str, Callable[[], bool]]]:
    """A pack under LIMITE gives no public edition and nothing to the feed, and no correction below it."""
    if pack.marking != Marking.LIMITE:
        return
    office = the_office()

    def published() -> bool:
        return making.publish(pack, by=office, at=timezone.now()).published_at is not None

    def public_file() -> bool:
        client = Client(raise_request_exception=False)
        client.force_login(office)
        address = reverse("plan:pack-file", args=[pack.pk, making.PUBLIC, "en", "json"])
        return client.get(address).status_code == 200

    def corrected() -> bool:
        made = making.freeze(
            pack.year, by=office, at=timezone.now(), corrects=pack, marking=Marking.PARTIES, leave_out=True
        )
        return made.marking == Marking.PARTIES

    yield "publishing", published
    yield "its public edition", public_file
    yield "a correction", corrected


def corrections_of_packs(_trial: Trial) -> Iterator[Specimen]:
    """A corrigendum to a published pack, and one to a pack that was raised after it was published."""
    office, now = the_office(), timezone.now()
    for marking in FOR_PACKS:
        pack = making.publish(
            making.freeze(last_year(), by=office, at=now, marking=Marking.PARTIES, leave_out=True), by=office, at=now
        )
        canary = f"Canary of a corrigendum under {marking}"
        Pack.objects.filter(pk=pack.pk).update(marking=marking)
        pack = Pack.objects.get(pk=pack.pk)
        making.take(pack, fmt="json", language="en", part=making.MAIN, person=office, at=now)
        issue = partial(corrigenda.issue, pack, figures=canary, wrong=canary, right=canary, by=office, at=now)
        shown = Marking.PUBLIC if marking is Marking.PARTIES else marking

        def fed(issue: Callable[[], Corrigendum] = issue) -> Rendition:
            issue()
            return asked(None, reverse("plan:packs-feed"))

        def page(pack: Pack = pack, issue: Callable[[], Corrigendum] = issue) -> Rendition:
            issue()
            reader = None if pack.marking == Marking.PARTIES else office
            return asked(reader, reverse("plan:pack", args=[pack.pk]))

        yield Specimen(
            what=f"a corrigendum to a pack under {marking}",
            marking=shown,
            canary=canary,
            renditions={
                "screen": page,
                "mail": partial(told, issue, mailed=True),
                "notice": partial(told, issue, mailed=False),
                "feed": fed,
            },
        )
