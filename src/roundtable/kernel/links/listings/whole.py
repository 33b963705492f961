"""A table as its files hold it, on a page: every column, so that nothing leaves in a file that nobody saw."""

from dataclasses import dataclass
from typing import Any

from roundtable.kernel.files.tables import Table
from roundtable.kernel.links.listings.listing import NUMBERS, Cell, Head, Row


@dataclass(frozen=True)
class Whole:
    """Every column and row of a table, ready for `links/whole.html`."""

    name: str
    title: str
    heads: list[Head]
    rows: list[Row]


def whole(table: Table) -> Whole:
    """Make the page's form of a table that leaves as a file."""

    def cells(row: Any) -> list[Cell]:
        return [
            Cell(one.key, one.label, str(one.kind), row.get(one.key), shown=row.get(one.key), url="")
            for one in table.columns
        ]

    return Whole(
        name=table.name,
        title=str(table.title),
        heads=[Head(one.key, one.label, one.kind in NUMBERS, sort="") for one in table.columns],
        rows=[Row(row, cells(row)) for row in table.rows],
    )
