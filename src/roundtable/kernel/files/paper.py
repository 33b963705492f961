"""Tagged PDF, set by Typst. The data goes in as JSON, never as markup, so no text can become a command."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import typst

FONTS: Final = ("fontpkg_noto_sans", "fontpkg_noto_serif", "fontpkg_noto_sans_arabic")
STANDARD: Final = "ua-1"


@lru_cache(maxsize=1)
def fonts() -> "typst.Fonts":
    """The typefaces that come with our packages and no others, so that every machine sets the same page."""
    import typst

    folders = []
    for name in FONTS:
        found = find_spec(name)
        if found is None or found.origin is None:
            raise FileNotFoundError(f"The typefaces of {name} are not installed; run `make setup`")
        folders.append(str(Path(found.origin).parent / "files"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def pdf(sheet: bytes, document: Mapping[str, Any], *, at: datetime) -> bytes:
    """Set a sheet with its data as PDF/UA-1: tagged, with bookmarks, title, language and links."""
    import typst

    made = typst.Compiler(font_paths=fonts()).compile(
        input=sheet,
        format="pdf",
        sys_inputs={"document": json.dumps(document, ensure_ascii=False, sort_keys=True)},
        pdf_standards=[STANDARD],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single file")
    return made
