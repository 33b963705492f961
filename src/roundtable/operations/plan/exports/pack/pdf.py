"""A pack as a tagged PDF, set by Typst. The data goes in as JSON, never as markup, so no text can become a command."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

from roundtable.operations.plan.exports.pack.charts import svg

FONTS: Final = ("fontpkg_noto_sans", "fontpkg_noto_serif", "fontpkg_noto_sans_arabic")
STANDARD: Final = "ua-1"
PICTURE: Final = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The typefaces that come with our packages and no others, so that every machine sets the same page."""
    folders = []
    for name in FONTS:
        found = find_spec(name)
        if found is None or found.origin is None:
            raise FileNotFoundError(f"The typefaces of {name} are not installed; run `make setup`")
        folders.append(str(Path(found.origin).parent / "files"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@lru_cache(maxsize=1)
def _sheet() -> bytes:
    return (files("roundtable.operations.plan.exports.pack") / "pack.typ").read_bytes()


def pdf(document: Mapping[str, Any], maps: Mapping[str, Any], *, taken_at: datetime) -> bytes:
    """The document as PDF/UA-1: tagged, with bookmarks, title, language, alternative texts and links."""
    drawn = {
        **document,
        "blocks": [
            {**block, "svg": svg(block, maps)} if block["t"] == "chart" else block for block in document["blocks"]
        ],
        "taken": [taken_at.year, taken_at.month, taken_at.day],
    }
    compiler = typst.Compiler(font_paths=_fonts())
    made = compiler.compile(
        input=_sheet(),
        format="pdf",
        sys_inputs={"document": json.dumps(drawn, ensure_ascii=False, sort_keys=True)},
        pdf_standards=[STANDARD],
        timestamp=int(taken_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single file")
    return made


def png(drawing: str) -> bytes:
    """An SVG as PNG at twice its size."""
    compiler = typst.Compiler(font_paths=_fonts())
    made = compiler.compile(input=PICTURE.encode(), format="png", ppi=192, sys_inputs={"svg": drawing})
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single picture")
    return made
