"""Several people at one text, and no word lost.

Rooms write `from roundtable.kernel import drafts` and call `drafts.save(…)`; the names are looked up when they are
used, since the tables are not ready yet when Django loads this package.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roundtable.kernel.drafts.saving import (
        Conflict,
        Here,
        Saved,
        State,
        Version,
        begin,
        close,
        conflicts,
        hand_over,
        leave,
        others,
        present,
        prune,
        resolve,
        save,
        state,
        versions,
    )

__all__ = [
    "Conflict",
    "Here",
    "Saved",
    "State",
    "Version",
    "begin",
    "close",
    "conflicts",
    "hand_over",
    "leave",
    "others",
    "present",
    "prune",
    "resolve",
    "save",
    "state",
    "versions",
]


def __getattr__(name: str) -> Any:
    """Look a name up where it lives."""
    if name in __all__:
        return getattr(import_module("roundtable.kernel.drafts.saving"), name)
    raise AttributeError(name)
