"""Plain texts: nothing in them that a browser would take for a page."""

import re

import filetype

from roundtable.kernel.files.inspection.told import Gaps, wrong_kind

MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|img|link|meta|style|\?xml|x:|math)\b",
    re.IGNORECASE,
)
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""


def text(content: bytes, gaps: Gaps) -> bytes:
    """The text as it is. Raises Invalid when it is something else under a text's name."""
    if filetype.guess(content) is not None or (b"\x00" in content and not content.startswith(WIDE)):
        raise wrong_kind(gaps)
    if MARKUP.search(content) or MARKUP.search(content.replace(b"\x00", b"")):
        raise wrong_kind(gaps)
    return content
