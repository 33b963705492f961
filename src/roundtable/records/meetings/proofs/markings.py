"""Materials under every marking that they can bear, and every form in which they are seen."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.public import Rendition, Role, Specimen, Trial, User, holders
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.records.meetings.models import Kind, Meeting, Stage
from roundtable.records.meetings.services.agenda import OFFERS, add_material


def _office() -> User:
    return holders(Role.SECRETARIAT, SECRETARIAT, on=timezone.now().date()).order_by("pk")[0]


def _get(person: User, address: str) -> Rendition:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    answer = client.get(address)
    return Rendition(answer.getvalue(), answer.headers.get("Content-Disposition", ""))


def materials(_trial: Trial) -> Iterator[Specimen]:
    """A file for a meeting under each marking."""
    now, office = timezone.now(), _office()
    for number, marking in enumerate(OFFERS):
        canary = f"Canary{number}material"
        first = now.date() + timedelta(days=200 + number)
        meeting = Meeting.objects.create(
            code=f"marked-{number}",
            kind=Kind.EXPERTS,
            title="A meeting",
            first_day=first,
            last_day=first,
            zone="UTC",
            stage=Stage.CALLED,
            changed_at=now,
        )
        upload = SimpleUploadedFile("paper.txt", canary.encode())
        one = add_material(meeting, title=canary, marking=str(marking), upload=upload, by=office, at=now)
        page = reverse("meetings:agenda", args=[meeting.code])
        yield Specimen(
            what=f"a document of a meeting under {marking}",
            marking=marking,
            canary=canary,
            thing=one,
            renditions={
                "screen": partial(_get, office, page),
                "print": partial(_get, office, page),
                "pdf": partial(_get, office, reverse("meetings:agenda-pdf", args=[meeting.code])),
                "file": partial(_get, office, reverse("portal:file", args=[one.file_id])),
            },
        )
