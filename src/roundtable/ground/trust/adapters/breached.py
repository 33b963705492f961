"""Passwords that others have already found: a list that the installation keeps as a file, asked without any network."""

import hashlib
import mmap
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS = 40
"""The length of a SHA-1 in hexadecimal digits."""


def listed(password: str, place: Path) -> bool:
    """Say whether the list at `place` holds this password.

    The list has a line for each password: its SHA-1 in hexadecimal digits, then whatever follows a colon, in the order
    of the digits. That is how the public lists of breached passwords are given away. About 35 places are read, however
    long it is. Raises `OSError` where it cannot be read.
    """
    sought = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    if place.stat().st_size == 0:
        return False
    with place.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
            found = lines[start : start + DIGITS].upper()
            if found == sought:
                return True
            if found < sought:
                after = lines.find(b"\n", start)
                low = len(lines) if after < 0 else after + 1
            else:
                high = start
    return False


class NotBreached:
    """Refuse a password that stands in the list of `ROUNDTABLE_BREACHED_PASSWORDS`; without one, none."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django hands the person over
        """Raise Django's `ValidationError` with a sentence that says what to do instead."""
        place: Path | None = settings.ROUNDTABLE_BREACHED_PASSWORDS
        if place is not None and listed(password, place):
            raise ValidationError(
                _(
                    "This password stands in a list of stolen ones: whoever guesses begins there. Take another, "
                    "and change it wherever else you use it."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _("No password that was ever stolen from somebody.") if settings.ROUNDTABLE_BREACHED_PASSWORDS else ""
