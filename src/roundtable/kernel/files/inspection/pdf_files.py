"""PDF: taken apart by a library for it; what could act is refused, what tells of the author is taken out."""

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Dictionary, Name, Object, Pdf

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files.inspection.told import Gaps, wrong_kind

BEGINNING: Final = 1024
ACTING_KEYS: Final = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings")
ACTING_DEEDS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound"}
)
ACTING_NOTES: Final = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"})
FOREIGN_BEGINNINGS: Final = (b"MZ", b"PK\x03\x04", b"\x7fELF", b"<html", b"<!DOC", b"<scri", b"GIF8", b"#!")
NOTE_KEYS: Final = ("/T", "/M", "/CreationDate", "/NM", "/Subj")
PERSONAL_KEYS: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF")


def pdf(content: bytes, gaps: Gaps, *, whole: bool) -> tuple[bytes, bool]:
    """The file, and whether something was taken out of it.

    Title, author, program, dates, earlier revisions, thumbnails and the names on comments go, unless it is wanted
    `whole`. A signed file stays as it is: a changed byte would break the signature, which is why it was handed in.
    Raises Invalid for what is no PDF, is locked, or could act.
    """
    start = content[:BEGINNING].lstrip()
    if not start.startswith(b"%PDF-") or content.lstrip()[:5].startswith(FOREIGN_BEGINNINGS):
        raise wrong_kind(gaps)
    try:
        with Pdf.open(io.BytesIO(content), attempt_recovery=False) as opened:
            if opened.is_encrypted:
                raise _locked(gaps)
            signed = _look_at(opened, gaps)
            if whole or signed:
                return content, False
            _clean(opened)
            made = io.BytesIO()
            opened.remove_unreferenced_resources()
            opened.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError as error:
        raise _locked(gaps) from error
    except (pikepdf.PdfError, ValueError, RecursionError, RuntimeError) as error:
        raise wrong_kind(gaps) from error
    return made.getvalue(), True


def _look_at(opened: Pdf, gaps: Gaps) -> bool:
    """Refuse what could act; says whether somebody signed the file."""
    signed = False
    for thing in _dictionaries(opened):
        if any(key in thing for key in ACTING_KEYS) or _is(thing, "/S", ACTING_DEEDS):
            raise _programs(gaps)
        if _is(thing, "/Subtype", ACTING_NOTES) or "/EmbeddedFiles" in thing or _is(thing, "/Type", {"/EmbeddedFile"}):
            raise _programs(gaps)
        for key in ("/OpenAction", "/AA", "/A"):
            if key in thing and isinstance(thing[key], Dictionary) and _is(thing[key], "/S", ACTING_DEEDS):
                raise _programs(gaps)
        signed = signed or (_is(thing, "/Type", {"/Sig"}) and "/Contents" in thing)
    return signed


def _dictionaries(opened: Pdf) -> Iterator[Dictionary | pikepdf.Stream]:
    """Every dictionary of the file: those that have a number, and those that lie inside others."""
    waiting: list[Object] = [*opened.objects, opened.trailer]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Dictionary | pikepdf.Stream):
            yield thing
            inside = list(thing.keys())
            waiting += [thing[key] for key in inside if _lies_inside(thing[key])]
        elif isinstance(thing, pikepdf.Array):
            waiting += [one for one in thing if _lies_inside(one)]


def _lies_inside(thing: Any) -> bool:
    """Whether this is a value without a number of its own; those with one come by themselves."""
    return isinstance(thing, Dictionary | pikepdf.Array) and not thing.is_indirect


def _is(thing: Object, key: str, values: frozenset[str] | set[str]) -> bool:
    value = thing.get(key)
    return isinstance(value, Name) and str(value) in values


def _clean(opened: Pdf) -> None:
    """Take out what tells of people and of earlier states."""
    if "/Info" in opened.trailer:
        del opened.trailer["/Info"]
    for thing in _dictionaries(opened):
        is_note = _is(thing, "/Type", {"/Annot"}) or ("/Subtype" in thing and "/Rect" in thing)
        for key in (*PERSONAL_KEYS, *(NOTE_KEYS if is_note else ())):
            # A field of a form is known by /T; a comment is signed by it.
            if key in thing and not (key == "/T" and _is(thing, "/Subtype", {"/Widget"})):
                del thing[key]
    for image in opened.objects:
        if isinstance(image, pikepdf.Stream) and _is(image, "/Subtype", {"/Image"}):
            _clean_image(image)


def _clean_image(image: pikepdf.Stream) -> None:
    """Take camera, place and author out of a photograph that lies in the file as it came from the camera."""
    if not _is(image, "/Filter", {"/DCTDecode"}):
        return
    raw = image.read_raw_bytes()
    kept = without_notes(raw)
    if kept != raw:
        image.write(kept, filter=Name.DCTDecode)


def without_notes(jpeg: bytes) -> bytes:
    r"""A JPEG without its segments of notes (EXIF, XMP, IPTC, comments); colour profiles and points stay.

    >>> without_notes(b"\xff\xd8\xff\xfe\x00\x06abcd\xff\xda rest")
    b'\xff\xd8\xff\xda rest'
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, place = bytearray(jpeg[:2]), 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        length = int.from_bytes(jpeg[place + 2 : place + 4], "big")
        segment = jpeg[place : place + 2 + length]
        colours = segment[4:].startswith((b"ICC_PROFILE\0", b"Adobe", b"JFIF\0"))
        if not (segment[1] == 0xFE or (0xE0 <= segment[1] <= 0xEF and not colours)):
            kept += segment
        place += 2 + length
    return bytes(kept + jpeg[place:])


def _programs(gaps: Gaps) -> Invalid:
    return Invalid(
        _("The PDF “%(name)s” contains programs, forms or other files. Print it to a new PDF and hand that in.") % gaps
    )


def _locked(gaps: Gaps) -> Invalid:
    return Invalid(_("The PDF “%(name)s” is locked with a password. Save a copy without one and hand that in.") % gaps)
