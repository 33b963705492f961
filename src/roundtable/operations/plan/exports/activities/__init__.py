"""Rows of activities: the one declaration for the list, its downloads, the API and the calendar."""

from roundtable.operations.plan.exports.activities.columns import SHORT, columns, shares_text
from roundtable.operations.plan.exports.activities.filters import ROLES, YEARS, between, filters, search
from roundtable.operations.plan.exports.activities.lists import NAME, listing
from roundtable.operations.plan.exports.activities.names import Known, euro, footnotes_of, known, notes
from roundtable.operations.plan.exports.activities.rows import CHUNK, Row, Rows, ShareRow, attach, rows_of

__all__ = [
    "CHUNK",
    "NAME",
    "ROLES",
    "SHORT",
    "YEARS",
    "Known",
    "Row",
    "Rows",
    "ShareRow",
    "attach",
    "between",
    "columns",
    "euro",
    "filters",
    "footnotes_of",
    "known",
    "listing",
    "notes",
    "rows_of",
    "search",
    "shares_text",
]
