"""A whole meeting as one folder of HTML: opened from a stick, on a train, without a server and without scripts."""

import io
import zipfile
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from roundtable.ground.documents.public import text_file
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.records.meetings.models import Material, Meeting

STILL: Final = (1980, 1, 1, 0, 0, 0)
STYLE: Final = """\
:root { color-scheme: light dark; --line: #767676 }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem }
h1, h2 { line-height: 1.2 }
nav ul { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .5rem 1.2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem .4rem 0; border-block-end: 1px solid var(--line) }
.marking { border: 1px solid var(--line); padding: .2rem .6rem; font-weight: 700; letter-spacing: .06em }
.quiet { opacity: .8 }
@media print { nav { display: none } body { max-width: none } }
"""
PAGES: Final = ("index", "agenda", "participants", "conclusions", "minutes")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in the folder: its row, its marking, and where its file lies there."""

    material: Material
    marking: str
    path: str = ""


def papers(
    materials: Sequence[Material], markings: Mapping[int, str], texts: Container[int]
) -> tuple[list[Paper], dict[str, bytes]]:
    """Give the documents with the places of their files, and the files; `texts` are the revisions that may be read."""
    stored = {one.pk: one for one in StoredFile.objects.filter(pk__in=[m.file_id for m in materials if m.file_id])}
    found, files = [], {}
    for one in materials:
        kept = stored.get(one.file_id or 0)
        path = ""
        if one.text_id and one.text_id in texts:
            path = f"files/{one.pk}-{_safe(one.number)}.html"
            files[path] = text_file(one.text_id, "html")
        elif kept is not None and kept.deleted_at is None:
            path = f"files/{one.pk}-{_safe(kept.name)}"
            files[path] = store.content(kept)
        found.append(Paper(one, markings[one.pk], path))
    return found, files


def _safe(name: str) -> str:
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in name)
    return kept.strip(".-")[-80:] or "file"


def folder(meeting: Meeting, context: Mapping[str, Any], files: Mapping[str, bytes], *, marking: str) -> bytes:
    """Give the folder as a ZIP: the same content gives the same bytes."""
    titles = {
        "index": _("Overview"),
        "agenda": _("Agenda and materials"),
        "participants": _("List of participants"),
        "conclusions": _("Conclusions"),
        "minutes": _("Minutes"),
    }
    parts: dict[str, bytes] = {"style.css": STYLE.encode()}
    for page in PAGES:
        told = {
            **context,
            "meeting": meeting,
            "page": page,
            "pages": [(f"{name}.html", title, name == page) for name, title in titles.items()],
            "title": titles[page],
            "marking": marking,
            "language": get_language() or "en",
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
        parts[f"{page}.html"] = render_to_string(f"meetings/offline/{page}.html", told).encode()
    parts |= files
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in sorted(parts.items()):
            entry = zipfile.ZipInfo(f"{meeting.code}/{name}", STILL)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            container.writestr(entry, content)
    return made.getvalue()
