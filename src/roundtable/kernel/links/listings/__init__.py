"""One declaration of a list for its page, its exports and the API: the same rows, columns and order everywhere."""

from roundtable.kernel.files.tables import Kind
from roundtable.kernel.links.listings.filters import Choice, DateRange, Filter, Flag, Text
from roundtable.kernel.links.listings.listing import Cell, Field, Listed, Listing, Row

__all__ = ["Cell", "Choice", "DateRange", "Field", "Filter", "Flag", "Kind", "Listed", "Listing", "Row", "Text"]
