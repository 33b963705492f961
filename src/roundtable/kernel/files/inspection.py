"""Looking at a handed-in file: is it what it says, could it act, what does it tell about its author."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import filetype
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from roundtable.kernel.base.errors import Invalid

OFFICE: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
PICTURES: Final = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
TEXTS: Final = {"txt": "text/plain", "md": "text/plain", "csv": "text/csv", "ics": "text/calendar"}
ACCEPTED: Final = {"pdf": "application/pdf", **OFFICE, **PICTURES, **TEXTS}
"""The kinds of files that are taken, by ending."""

LARGEST_UNPACKED: Final = 300 * 1024 * 1024
MOST_MEMBERS: Final = 5_000
MOST_PIXELS: Final = 60_000_000
LONGEST_NAME: Final = 150


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes
    cleaned: str = ""


def inspected(content: bytes, *, name: str, largest: int) -> Inspected:
    """The file, cleaned, with its true type. Raises Invalid with a sentence that says what is wrong and what to do."""
    shown = safe_name(name)
    ending = PurePosixPath(shown).suffix.lower().lstrip(".")
    gaps = {"name": shown, "ending": ending, "largest": largest // (1024 * 1024), "kinds": ", ".join(sorted(ACCEPTED))}
    if not content:
        raise Invalid(_("The file “%(name)s” is empty.") % gaps)
    if len(content) > largest:
        raise Invalid(
            _("The file “%(name)s” is larger than %(largest)s MB. Make it smaller, or give a link instead.") % gaps
        )
    if ending not in ACCEPTED:
        raise Invalid(_("Files of this kind (“%(ending)s”) are not taken. Hand in one of these: %(kinds)s.") % gaps)
    if ending in OFFICE:
        return Inspected(shown, ACCEPTED[ending], _office(content, ending, gaps))
    if ending in PICTURES:
        return _picture(content, ending, shown, gaps)
    if ending == "pdf":
        return Inspected(shown, ACCEPTED[ending], _pdf(content, gaps))
    return Inspected(shown, ACCEPTED[ending], _text(content, gaps))


def safe_name(name: str) -> str:
    """The file's own name without folders, signs that hide an ending, and overlength."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = re.sub(r'[<>:"|?*]+', "-", name).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[:LONGEST_NAME]


def _wrong_kind(gaps: dict[str, object]) -> Invalid:
    return Invalid(
        _("The file “%(name)s” is not what its ending (“%(ending)s”) says. Save it again in the program that made it.")
        % gaps
    )


def _office(content: bytes, ending: str, gaps: dict[str, object]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise Invalid(_("The file “%(name)s” unpacks to far more than its size. It was not opened.") % gaps)
            names = {member.filename.lower() for member in members}
            if ending.startswith("od"):
                kind = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
                right = kind.strip() == OFFICE[ending]
                acts = any(name.startswith(("basic/", "scripts/", "object ")) for name in names)
            else:
                folder = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}[ending]
                types = archive.read("[Content_Types].xml").lower() if "[content_types].xml" in names else b""
                right = any(name.startswith(folder) for name in names)
                acts = b"macroenabled" in types or (
                    any(
                        "vbaproject" in name or "/activex/" in name or "/embeddings/" in name or name.endswith(".bin")
                        for name in names
                    )
                    and any(
                        "vbaproject" in name or "/activex/" in name or name.endswith("oleobject1.bin") for name in names
                    )
                )
            nested = any(
                name.endswith((".zip", ".exe", ".js", ".vbs", ".jar", ".html", ".bat", ".dll")) for name in names
            )
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise _wrong_kind(gaps) from error
    if not right:
        raise _wrong_kind(gaps)
    if acts or nested:
        raise Invalid(
            _("The file “%(name)s” contains macros or other programs. Save a copy without them and hand that in.")
            % gaps
        )
    return content


ACTIVE_PDF: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|OpenAction\s*<<[^>]*?/S\s*/(?:JavaScript|Launch)|EmbeddedFile|RichMedia|XFA)\b"
)


def _pdf(content: bytes, gaps: dict[str, object]) -> bytes:
    if not content[:1024].lstrip().startswith(b"%PDF-"):
        raise _wrong_kind(gaps)
    if ACTIVE_PDF.search(content):
        raise Invalid(
            _("The PDF “%(name)s” contains programs, forms or other files. Print it to a new PDF and hand that in.")
            % gaps
        )
    return content


def _text(content: bytes, gaps: dict[str, object]) -> bytes:
    guess = filetype.guess(content)
    if guess is not None or (b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise _wrong_kind(gaps)
    if re.search(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|object|embed)\b", content[:4096], re.IGNORECASE):
        raise _wrong_kind(gaps)
    return content


def _picture(content: bytes, ending: str, shown: str, gaps: dict[str, object]) -> Inspected:
    guess = filetype.guess(content)
    if guess is None or guess.mime != PICTURES[ending]:
        raise _wrong_kind(gaps)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid(
                    _("The picture “%(name)s” has too many pixels. Make it smaller and hand it in again.") % gaps
                )
            turned = ImageOps.exif_transpose(picture)
            plain = Image.new(turned.mode, turned.size)
            plain.putdata(list(turned.getdata())) if turned.mode == "P" else plain.paste(turned)
            if turned.mode == "P" and (palette := turned.getpalette()):
                plain.putpalette(palette)
            made = io.BytesIO()
            form = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}[PICTURES[ending]]
            plain.save(made, form, **({"quality": 92} if form != "PNG" else {}))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise _wrong_kind(gaps) from error
    return Inspected(
        shown,
        PICTURES[ending],
        made.getvalue(),
        cleaned=_("Place, camera, author and other hidden notes were taken out of the picture."),
    )
