"""What people are told: inbox, mail, digests, and mails that came back.

Rooms write `from roundtable.kernel.notices import tell`; the names are looked up when they are used, since the tables
are not ready yet when Django loads this package.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roundtable.kernel.notices.telling import (
        Reader,
        choice_of,
        choose,
        for_user,
        mark_read,
        readers,
        tell,
        unread,
    )

__all__ = ["Reader", "choice_of", "choose", "for_user", "mark_read", "readers", "tell", "unread"]


def __getattr__(name: str) -> Any:
    """Look a name up where it lives."""
    if name in __all__:
        return getattr(import_module("roundtable.kernel.notices.telling"), name)
    raise AttributeError(name)
