"""Handling markings as the cellar carries them: four words that are never translated, since they stand on paper.

What they mean, and who may read and change what bears one, `trust` says (`ground/trust/domain/marking.py`).
"""

from collections.abc import Iterable
from typing import Final

PUBLIC: Final = "PUBLIC"
PARTIES: Final = "PARTIES"
LIMITE: Final = "LIMITE"
INSTITUTION: Final = "INSTITUTION"

ORDER: Final = (PUBLIC, PARTIES, LIMITE, INSTITUTION)
"""From what everybody may read to what the fewest may."""

WITHOUT_CONTENT: Final = frozenset({LIMITE, INSTITUTION})
"""What is said about such things by notice or mail is a subject and a link: never their content."""


def highest(markings: Iterable[str]) -> str:
    """Give the highest of several markings; nothing where none is given. Raises `ValueError` for a word that is none.

    >>> highest(["PARTIES", "", "LIMITE", "PUBLIC"]), highest([])
    ('LIMITE', '')
    """
    return max((one for one in markings if one), key=ORDER.index, default="")


def in_subject(marking: str, subject: str) -> str:
    """Put a marking before the subject of a mail or notice.

    >>> in_subject("LIMITE", "A report was returned"), in_subject("", "Welcome")
    ('[LIMITE] A report was returned', 'Welcome')
    """
    return f"[{marking}] {subject}" if marking else subject


def in_name(marking: str, name: str) -> str:
    """Put a marking before the name of a file.

    >>> in_name("LIMITE", "reports.csv"), in_name("LIMITE", "LIMITE-reports.csv"), in_name("", "map.svg")
    ('LIMITE-reports.csv', 'LIMITE-reports.csv', 'map.svg')
    """
    return f"{marking}-{name}" if marking and not name.startswith(f"{marking}-") else name
