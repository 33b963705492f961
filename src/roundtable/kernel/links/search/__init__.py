"""Search over everything: rooms say what can be found and who may find it."""

from roundtable.kernel.links.search.finding import Found, Group, Hit, find
from roundtable.kernel.links.search.indexing import (
    Entry,
    Source,
    forget,
    index,
    index_all,
    index_anew,
    rebuild,
    sources,
)

__all__ = [
    "Entry",
    "Found",
    "Group",
    "Hit",
    "Source",
    "find",
    "forget",
    "index",
    "index_all",
    "index_anew",
    "rebuild",
    "sources",
]
