"""A pack as a tagged PDF, set by Typst. The data goes in as JSON, never as markup, so no text can become a command."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import typst

from roundtable.kernel.files import paper
from roundtable.operations.plan.exports.pack.charts import svg

PICTURE: Final = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""


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
    return paper.pdf(_sheet(), drawn, at=taken_at)


def png(drawing: str) -> bytes:
    """An SVG as PNG at twice its size."""
    compiler = typst.Compiler(font_paths=paper.fonts())
    made = compiler.compile(input=PICTURE.encode(), format="png", ppi=192, sys_inputs={"svg": drawing})
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single picture")
    return made
