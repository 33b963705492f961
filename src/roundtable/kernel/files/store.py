"""Files that people hand in: looked at, cleaned, kept sealed, and given back inert."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.logs import Noted, note
from roundtable.kernel.base.markings import highest, in_name
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.files.inspection import inspected, safe_name
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.files.scanning import ScannerAway, known_as
from roundtable.kernel.files.tables.answers import disposition
from roundtable.kernel.keys import ring
from roundtable.kernel.keys.boxes import Place
from roundtable.kernel.keys.lookups import hashed

INLINE = frozenset({"image/png", "image/jpeg"})
KEPT = timedelta(days=30)
"""For how long a deleted file can be brought back."""
UNCLAIMED = timedelta(days=2)
"""For how long bytes may lie without a row: no deed takes so long."""
HALF = ".new-"
"""How the name of a file begins while it is being written."""
SANDBOX = "default-src 'none'; img-src 'self' data:; style-src 'none'; frame-ancestors 'none'; sandbox"


class Upload(Protocol):
    """What a form gives us for a file."""

    @property
    def name(self) -> str | None:
        """The name that the person's machine gave it."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""


@dataclass(frozen=True, slots=True)
class AccessRule:
    """Who may read files that were kept for a purpose; the room that owns the purpose signs it up.

    `readable` gives the condition for the files that a person (of whatever type the house uses) may read now. It is a
    condition, so that a file that is there and one that is not are asked for in the same way.
    """

    purpose: str
    readable: Callable[[Any], Q]
    marking: Callable[[StoredFile], str] = lambda _stored: ""
    """The handling marking that such a file bears: that of the thing it belongs to."""
    on_read: Callable[[Any, StoredFile], None] | None = None
    """Told whenever a file of this purpose is given to somebody, before it is."""


access: Registry[AccessRule] = Registry("files.access")


def keep(  # noqa: PLR0913 - a file is kept with these facts
    upload: Upload,
    *,
    scope: str,
    by: int,
    purpose: str,
    at: datetime,
    audience: str,
    demonstration: bool = False,
    whole: bool = False,
    kinds: Collection[str] = (),
) -> StoredFile:
    """Keep a handed-in file, cleaned of what it says about its author unless it is wanted `whole`.

    `kinds` names the only endings that are taken.

    Raises Invalid with a sentence when it is too large, empty, not what its name says, of a kind that could act, or
    known to be harmful; and when there is a scanner that cannot be asked.
    """
    largest = settings.ROUNDTABLE_UPLOAD_MB * 1024 * 1024
    try:
        handed_in = upload.read(largest + 1)
        _scanned(handed_in, upload.name or "", largest)
        found = inspected(handed_in, name=upload.name or "", largest=largest, whole=whole, kinds=kinds)
    except Invalid:
        note(Noted.FILE_REFUSED, purpose=purpose)
        raise
    digest = name_of(hashlib.sha256(found.content).hexdigest())
    write(digest, found.content, at)
    return StoredFile.objects.create(
        scope=scope,
        by_id=by,
        purpose=purpose,
        audience=audience,
        name=found.name,
        media_type=found.media_type,
        size=len(found.content),
        sha256=digest,
        cleaned=found.cleaned,
        kept_at=at,
        demonstration=demonstration,
    )


def _scanned(content: bytes, name: str, largest: int) -> None:
    """Have a file looked at by the scanner, where there is one, before anything of ours reads it."""
    if not settings.ROUNDTABLE_SCANNER or not 0 < len(content) <= largest:
        return
    gaps = {"name": safe_name(name)}
    try:
        harmful = known_as(content, scanner=settings.ROUNDTABLE_SCANNER)
    except ScannerAway as away:
        message = _("The file “%(name)s” cannot be checked for harm at the moment. Try again in a few minutes.")
        raise Invalid(message % gaps) from away
    if harmful:
        message = _(
            "The file “%(name)s” is known to be harmful (%(harmful)s) and was not kept. "
            "Tell those who look after your computer."
        )
        raise Invalid(message % {**gaps, "harmful": harmful})


def get(number: int) -> StoredFile:
    """A kept file by its number. Raises NotThere when there is none, or when it was deleted."""
    found = StoredFile.objects.filter(pk=number, deleted_at=None).first()
    if found is None:
        raise NotThere(_("There is no such file."))
    return found


def readable(user: Any) -> QuerySet[StoredFile]:
    """Give the files that a person may read; of a purpose for which no room made a rule, none."""
    opened = Q(pk__in=[])
    for purpose in sorted({rule.purpose for rule in access}):
        told = Q(purpose=purpose)
        for rule in access:
            if rule.purpose == purpose:
                told &= rule.readable(user)
        opened |= told
    return StoredFile.objects.filter(opened, deleted_at=None)


def may_read(user: Any, stored: StoredFile) -> bool:
    """Whether the room that owns this file's purpose lets the person read it; without a rule, nobody may."""
    return readable(user).filter(pk=stored.pk).exists()


def get_for(user: Any, number: int) -> StoredFile:
    """A kept file that a person may read. Raises NotThere where there is none, and just so where it is not theirs."""
    found = readable(user).filter(pk=number).first()
    if found is None:
        raise NotThere(_("There is no such file."))
    return found


def marking_of(stored: StoredFile) -> str:
    """The marking of a file: the highest that the rooms of its purpose give it."""
    return highest(rule.marking(stored) for rule in access if rule.purpose == stored.purpose)


def give(user: Any, number: int) -> HttpResponse:
    """Give a file to a person who may read it, and tell the room of its purpose. Raises NotThere as `get_for`."""
    stored = get_for(user, number)
    for rule in access:
        if rule.purpose == stored.purpose and rule.on_read:
            rule.on_read(user, stored)
    return serve(stored)


def delete(stored: StoredFile, *, at: datetime) -> StoredFile:
    """Put a file aside; the bytes stay for thirty days, so that it can be brought back."""
    StoredFile.objects.filter(pk=stored.pk, deleted_at=None).update(deleted_at=at)
    stored.refresh_from_db()
    return stored


def restore(stored: StoredFile) -> StoredFile:
    """Bring a deleted file back. Raises NotThere when its bytes are gone."""
    if not path_of(stored).exists():
        raise NotThere(_("The file was deleted more than thirty days ago."))
    StoredFile.objects.filter(pk=stored.pk).update(deleted_at=None)
    stored.refresh_from_db()
    return stored


def sweep(*, before: datetime) -> int:
    """Forget files deleted before an instant, and their bytes where no other row stands on them. Answers how many."""
    gone = list(StoredFile.objects.filter(deleted_at__lt=before))
    for stored in gone:
        place = path_of(stored)
        stored.delete()
        _forget_bytes(place, before=before)
    return len(gone)


@looking_across("files that were deleted long ago go, whosever they were")
def sweep_old() -> None:
    """Forget what was deleted more than thirty days ago, and bytes that belong to nothing (done once a day)."""
    now = timezone.now()
    sweep(before=now - KEPT)
    sweep_unclaimed(before=now - UNCLAIMED)


def content(stored: StoredFile) -> bytes:
    """The bytes of a kept file. Raises NotThere when they are missing on disk."""
    try:
        return opened(stored.sha256, path_of(stored).read_bytes())
    except FileNotFoundError as error:
        raise NotThere(
            _("The file “%(name)s” is missing on the server. Tell the secretariat.") % {"name": stored.name}
        ) from error


def serve(stored: StoredFile) -> HttpResponse:
    """The file as an answer that no browser runs: a download, or a picture in a sandbox.

    Raises NotThere as `content`.
    """
    response = HttpResponse(content(stored), content_type=stored.media_type)
    response["Content-Disposition"] = disposition(
        in_name(marking_of(stored), stored.name), inline=stored.media_type in INLINE
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def path_of(stored: StoredFile) -> Path:
    """Where the bytes lie."""
    return _place(stored.sha256)


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def name_of(digest: str) -> str:
    """Give the name under which bytes with this SHA-256 lie.

    The digest itself would tell whoever holds the disk whether a file that they know is kept here.
    """
    return hashed(digest, use="file")


def closed(name: str, content_: bytes) -> bytes:
    """What lies on the disk for the bytes of a file. One key for all: the same bytes may stand behind several rows."""
    return ring.seal_bytes(content_, owner=ring.scope("files"), place=Place("files", "content", name))


def opened(name: str, sealed: bytes) -> bytes:
    """The bytes of a file, from what lies on the disk."""
    return ring.unseal_bytes(sealed, place=Place("files", "content", name))


def write(digest: str, content_: bytes, at: datetime) -> None:
    """Lay the bytes of a file down, sealed, unless they lie there already."""
    place = _place(digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    with _held(place.parent):
        if not place.exists():
            _write_whole(place, closed(digest, content_))
        # Handed in now, whoever handed it in first: a sweep leaves it alone.
        os.utime(place, (at.timestamp(), at.timestamp()))


def _write_whole(place: Path, content_: bytes) -> None:
    handle, made = tempfile.mkstemp(dir=place.parent, prefix=HALF)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content_)
            file.flush()
            os.fsync(file.fileno())
        Path(made).chmod(0o600)
        # The name appears only when every byte is there.
        Path(made).replace(place)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    # The name itself outlives a power cut too, and so do the folders that lead to it.
    for folder in (place.parent, place.parent.parent, place.parent.parent.parent):
        _to_disk(folder)


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Let nobody write and sweep in the same folder at once."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _forget_bytes(place: Path, *, before: datetime) -> bool:
    """Remove bytes on which no row stands, unless somebody handed them in since. Says whether they went."""
    if not place.parent.is_dir():
        return False
    with _held(place.parent):
        try:
            old = place.stat().st_mtime < before.timestamp()
        except FileNotFoundError:
            return False
        if not old or StoredFile.objects.filter(sha256=place.name).exists():
            return False
        place.unlink()
        return True


def sweep_unclaimed(*, before: datetime) -> int:
    """Remove bytes older than an instant that no row names: of uploads whose deed was not kept, or cut off halfway.

    Answers how many files went.
    """
    found = Path(settings.MEDIA_ROOT).glob("??/??/*")
    return sum(_forget_bytes(place, before=before) for place in found if place.is_file())
