"""Fetch figures from services of others, through the one door for what leaves the house.

No service was tried live from the place where this was written: addresses and forms are those of their public
documentation, and the tests ask a local server that answers in the same forms.
"""

from roundtable.records.observatory.services.fetching.sources import (
    SOURCES,
    NoAnswer,
    Wanted,
    fetch,
    rows_from,
    way_out,
)

__all__ = ["SOURCES", "NoAnswer", "Wanted", "fetch", "rows_from", "way_out"]
