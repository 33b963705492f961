"""One declaration of a list for its page, its exports and the API: the same rows, columns and order everywhere."""

from roundtable.kernel.files.tables import Kind
from roundtable.kernel.links.listings.filters import Choice, DateRange, Filter, Flag, Text
from roundtable.kernel.links.listings.listing import Cell, Field, Listed, Listing, Row, asks_for_all
from roundtable.kernel.links.listings.misread import left_out, no_page
from roundtable.kernel.links.listings.paging import SIZES, SIZES_WORDS, Cut, cut
from roundtable.kernel.links.listings.whole import Whole, whole

__all__ = [
    "SIZES",
    "SIZES_WORDS",
    "Cell",
    "Choice",
    "Cut",
    "DateRange",
    "Field",
    "Filter",
    "Flag",
    "Kind",
    "Listed",
    "Listing",
    "Row",
    "Text",
    "Whole",
    "asks_for_all",
    "cut",
    "left_out",
    "no_page",
    "whole",
]
