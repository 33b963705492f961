"""Looking at a handed-in file: is it what it says, could it act, what does it tell about its author."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files.inspection.office_files import OFFICE, office
from roundtable.kernel.files.inspection.pictures import PICTURES, picture
from roundtable.kernel.files.inspection.texts import text
from roundtable.kernel.files.inspection.told import Inspected

TEXTS: Final = {"txt": "text/plain", "md": "text/plain", "csv": "text/csv", "ics": "text/calendar"}
ACCEPTED: Final = {"pdf": "application/pdf", **OFFICE, **PICTURES, **TEXTS}
"""The kinds of files that are taken, by ending."""
LONGEST_NAME: Final = 150

__all__ = ["ACCEPTED", "Inspected", "inspected", "safe_name"]


def inspected(
    content: bytes, *, name: str, largest: int, whole: bool = False, kinds: Collection[str] = ()
) -> Inspected:
    """The file, cleaned, with its true type.

    `kinds` names the only endings that are wanted here. With `whole` nothing is taken out of it: an original handed in
    for drafting, whose tracked changes are the matter, and which whoever keeps it must keep restricted.
    Raises Invalid with a sentence that says what is wrong and what to do.
    """
    shown = safe_name(name)
    taken = [one for one in ACCEPTED if one in kinds] if kinds else list(ACCEPTED)
    ending = PurePosixPath(shown).suffix.lower().lstrip(".")
    gaps = {"name": shown, "ending": ending, "largest": largest // (1024 * 1024), "kinds": ", ".join(sorted(taken))}
    if not content:
        raise Invalid(_("The file “%(name)s” is empty.") % gaps)
    if len(content) > largest:
        raise Invalid(
            _("The file “%(name)s” is larger than %(largest)s MB. Make it smaller, or give a link instead.") % gaps
        )
    if ending not in taken:
        raise Invalid(_("Files of this kind (“%(ending)s”) are not taken. Hand in one of these: %(kinds)s.") % gaps)
    kind = ACCEPTED[ending]
    if ending in PICTURES:
        made = picture(content, ending, gaps)
        told = _("Place, camera, author and other hidden notes were taken out of the picture.")
        return Inspected(shown, kind, made, told)
    if ending in OFFICE:
        made, changed = office(content, ending, gaps, whole=whole)
        told = _("Names of authors, dates and comments were taken out; tracked changes were accepted.")
        return Inspected(shown, kind, made, told if changed else "")
    if ending == "pdf":
        from roundtable.kernel.files.inspection.pdf_files import pdf

        made, changed = pdf(content, gaps, whole=whole)
        told = _("Title, author, dates, earlier versions and names on comments were taken out.")
        return Inspected(shown, kind, made, told if changed else "")
    return Inspected(shown, kind, text(content, gaps))


def safe_name(name: str) -> str:
    """The file's own name without folders, signs that hide an ending, and overlength."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = re.sub(r'[<>:"|?*]+', "-", name).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[:LONGEST_NAME]
