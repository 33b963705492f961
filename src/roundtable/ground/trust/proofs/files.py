"""Files: what is handed in cannot act and does not tell of its author; what is kept is read by whom its record says."""

import io
import zipfile
from typing import Any

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.models import User
from roundtable.ground.trust.proofs.asking import browser
from roundtable.ground.trust.proofs.corpus import CANARY, KEPT, Specimen, corpus
from roundtable.kernel.base.errors import Told
from roundtable.kernel.files import store
from roundtable.kernel.files.inspection import inspected
from roundtable.kernel.files.models import StoredFile

SHORT, LONG = 60, 300
INLINE = frozenset({"image/png", "image/jpeg"})
FORMS = ((CANARY, "utf-8"), (CANARY, "utf-16-le"), (CANARY, "utf-16-be"))


def run(trial: Trial) -> None:
    """Hand in the corpus, look at what became of it, then have everybody ask for every file."""
    handed_in = corpus(trial.chance, LONG if trial.long else SHORT)
    taken = 0
    for specimen in handed_in:
        taken += _hand_in(trial, specimen)
    trial.figure("files in the corpus", len(handed_in))
    trial.figure("taken and cleaned", taken)
    _everybody_asks(trial)


def _hand_in(trial: Trial, specimen: Specimen) -> bool:
    try:
        made = inspected(specimen.content, name=specimen.name, largest=settings.ROUNDTABLE_UPLOAD_MB * 1024 * 1024)
    except Told as refusal:
        trial.holds(not specimen.taken, f"{specimen.what} ({specimen.name}) was refused: {refusal}")
        return False
    except Exception as error:  # noqa: BLE001 - a file may break a program, not the platform
        trial.broken(f"{specimen.what} ({specimen.name}) broke the inspection: {error!r}")
        return False
    if not trial.holds(specimen.taken, f"{specimen.what} ({specimen.name}) was taken"):
        return False
    shown = everything_in(made.content)
    found = [form for word, form in FORMS if word.encode(form) in shown]
    trial.holds(not found, f"{specimen.what} ({specimen.name}) still tells of its author")
    if specimen.words:
        trial.holds(KEPT.encode() in shown, f"{specimen.what} ({specimen.name}) lost its words")
        _goes_through_again(trial, specimen, made.content)
    return True


def _goes_through_again(trial: Trial, specimen: Specimen, content: bytes) -> None:
    """What we made of a file must be a file of its kind still."""
    try:
        inspected(content, name=specimen.name, largest=len(content) + 1)
    except Told as refusal:
        trial.broken(f"what became of {specimen.what} is refused: {refusal}")
    else:
        trial.tried()


def everything_in(content: bytes) -> bytes:
    """Give the bytes of a file and all that is packed inside it."""
    parts = [content]
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
            parts += [name.encode() for name in archive.namelist()]
    elif content.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            for thing in opened.objects:
                if isinstance(thing, pikepdf.Stream):
                    parts.append(thing.read_raw_bytes())
                    try:
                        parts.append(thing.read_bytes())
                    except pikepdf.PdfError:  # a filter that is none of ours, such as that of photographs
                        continue
                parts.append(bytes(thing.unparse()))
            parts.append(str(opened.docinfo).encode())
    return b"\n".join(parts)


def _everybody_asks(trial: Trial) -> None:
    """Every kept file, asked for by everybody: given to whom its record allows, and never so that a browser runs it."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.ROUNDTABLE_SECOND_FACTOR = False
    _keep_some(trial)
    files = list(StoredFile.objects.all())
    people: list[User | None] = [None, *User.objects.order_by("pk")]
    allowed = 0
    for person in people:
        client = browser()
        if person is not None:
            client.force_login(person)
        for stored in files:
            answer = client.get(f"/files/{stored.pk}/")
            reader: Any = person if person is not None else answer.wsgi_request.user
            may = stored.deleted_at is None and store.may_read(reader, stored)
            content = answer.getvalue()
            given = answer.status_code == 200
            allowed += given
            trial.holds(
                given == may, f"{person or 'nobody'} asked for file {stored.pk}: {answer.status_code}, may: {may}"
            )
            if given:
                _inert(trial, stored, answer)
            else:
                trial.holds(stored.name.encode() not in content, f"a refusal names the file {stored.pk}")
    trial.figure("files x people", len(files) * len(people))
    trial.figure("of them allowed", allowed)
    trial.holds(allowed, "nobody may read any file, so nothing was shown")


def _inert(trial: Trial, stored: StoredFile, answer: Any) -> None:
    head = answer.headers
    inline = head.get("Content-Disposition", "").startswith("inline")
    trial.holds(not inline or stored.media_type in INLINE, f"file {stored.pk} is shown inside our pages")
    trial.holds("sandbox" in head.get("Content-Security-Policy", ""), f"file {stored.pk} comes without a sandbox")
    trial.holds(head.get("X-Content-Type-Options") == "nosniff", f"a browser may guess what file {stored.pk} is")


def _keep_some(trial: Trial) -> None:
    """Keep a file of every purpose that rooms know, for several scopes."""
    someone = User.objects.filter(terms__role="contact-point").order_by("pk")[0]
    for rule in store.access:
        for scope in ("GE", "UA", "dialogue", "secretariat"):
            for audience in (scope, "dialogue", "secretariat", "public"):
                text = f"{rule.purpose} {scope} {audience} {trial.chance.random()}"
                store.keep(
                    SimpleUploadedFile(f"{rule.purpose}-{scope}-{audience}.txt".replace("/", "-"), text.encode()),
                    scope=scope,
                    by=someone.pk,
                    purpose=rule.purpose,
                    at=timezone.now(),
                    audience=audience,
                )
