"""From the first draft to adoption, through pages that work without scripts."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from roundtable.ground.documents.domain.certificate import Verdict, verify
from roundtable.ground.documents.domain.text import from_json
from roundtable.ground.documents.models import Contribution, Document, Place, Revision, SilenceProcedure
from roundtable.ground.documents.queries.silence import course_of
from roundtable.ground.documents.services import signing
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.models import Role
from tests.factories.documents import WORDS, office
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def _post(client, address, **said):
    answer = client.post(address, said, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer


def test_a_text_goes_from_its_first_draft_to_its_certificate(client, settings, tmp_path) -> None:  # noqa: PLR0915 - a whole story
    settings.ROUNDTABLE_KEYS = tmp_path
    seed()
    secretariat = office()
    georgia = person(Role.CONTACT_POINT, "GE")
    client.force_login(secretariat)

    # A document is opened, and its first text brought in from a file that is looked at first.
    answer = _post(
        client,
        reverse("documents:document-new"),
        number="10917/22",
        title="Draft conclusions",
        marking="LIMITE",
        language="en",
        comments_zone="UTC",
    )
    one = Document.objects.get()
    file = SimpleUploadedFile("draft.md", WORDS.encode())
    answer = client.post(reverse("documents:import", args=[one.pk]), {"file": file, "language": "en"}, follow=True)
    assert "Nothing is changed yet" in answer.content.decode()
    assert not Revision.objects.exists()
    preview = answer.redirect_chain[-1][0]
    answer = _post(client, preview, number="10917/22", day="2026-11-20", note="First draft", key=str(uuid4()))
    first = Revision.objects.get()
    assert str(first.number) == "10917/22"
    paragraph = next(key for key, p in first.content.by_key.items() if "examine" in p.plain)

    # A Party asks for other words, and reserves its position.
    client.force_login(georgia)
    page = reverse("documents:paragraph", args=[one.pk, first.name, paragraph])
    assert "Speak on this paragraph" in client.get(page).content.decode()
    _post(
        client,
        page,
        kind="amendment",
        speaker="GE",
        quote="examine",
        wording="set up",
        text="It is time.",
        key=str(uuid4()),
    )
    _post(client, page, kind="reservation", speaker="GE", reserves="scrutiny", text="", key=str(uuid4()))
    amendment = Contribution.objects.get(kind="amendment")
    assert Place.objects.get(contribution=amendment).quote == "examine"

    # The presidency accepts; the working text takes it; the next revision is issued.
    client.force_login(secretariat)
    table = reverse("documents:table", args=[one.pk, first.name])
    _post(client, table, contributions=[str(amendment.pk)], fate="accepted", key=str(uuid4()))
    _post(client, reverse("documents:working-accepted", args=[one.pk]))
    working = client.get(reverse("documents:working", args=[one.pk])).content.decode()
    assert "agreed to set up" in working
    answer = _post(
        client, reverse("documents:issue", args=[one.pk]), number="10917/1/22 REV 1", day="2026-11-21", key=str(uuid4())
    )
    second = Revision.objects.get(revision=1)
    assert "set up" in second.content.plain
    assert "Contributions that wait" in answer.content.decode()
    redline = client.get(reverse("documents:redline", args=[one.pk, "rev-1"])).content.decode()
    assert "<ins>" in redline
    assert "examine" in redline
    words = client.get(reverse("documents:credits", args=[one.pk, "rev-1", paragraph])).content.decode()
    assert "Georgia" in words

    # The text goes under silence only with a reason while the reservation is there.
    start = reverse("documents:silence-new", args=[one.pk, "rev-1"])
    far = {"deadline": "2035-01-10T18:00", "zone": "Asia/Tbilisi", "addressees": "GE, CZ", "in_part": "on"}
    answer = client.post(start, {**far, "key": str(uuid4())})
    assert answer.status_code == 422
    assert "reservation is not lifted" in answer.content.decode()
    reservation = Contribution.objects.get(kind="reservation")
    client.force_login(georgia)
    _post(client, reverse("documents:lift", args=[one.pk, reservation.pk]))
    client.force_login(secretariat)
    _post(client, start, **far, key=str(uuid4()))
    procedure = SilenceProcedure.objects.get()
    page = reverse("documents:silence", args=[procedure.pk])
    client.force_login(georgia)
    shown = client.get(page).content.decode()
    assert "Doing nothing means agreement" in shown
    assert "Asia/Tbilisi" in shown
    _post(client, page, do="acknowledge", speaker="GE")
    _post(
        client, page, do="break", speaker="GE", reason="Not yet.", paragraph=paragraph, form="break", key=str(uuid4())
    )
    course = course_of(procedure, procedure.opened_at + timedelta(days=2))
    assert course.outcome.broken_paragraphs == {paragraph}
    broken = course.breaks_of("GE")[0]
    _post(client, page, do="withdraw-break", of=str(broken.key), speaker="GE")
    client.force_login(secretariat)
    _post(client, page, do="steer", kind="withdrawn", reason="Another text comes.", zone="UTC", key=str(uuid4()))

    # What came of it is certified, and anybody verifies it.
    answer = client.get(reverse("documents:certificate", args=[procedure.pk, "json"]))
    assert answer.status_code == 200
    certificate = json.loads(answer.content)
    assert certificate["minute"]["outcome"] == "withdrawn"
    text = client.get(reverse("documents:file", args=[one.pk, "rev-1", "json"])).content
    assert verify(certificate, from_json(json.loads(text)), signing.keyring()) is Verdict.VALID
    client.logout()
    answer = client.post(
        reverse("documents:verify"),
        {
            "certificate": SimpleUploadedFile("c.json", json.dumps(certificate).encode()),
            "text": SimpleUploadedFile("t.json", text),
        },
    )
    assert "genuine and about this text" in answer.content.decode()
    assert client.get(reverse("documents:document", args=[one.pk])).status_code == 404
