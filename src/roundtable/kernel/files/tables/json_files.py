"""JSON: the exact values under their keys, with what a reader must know."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from roundtable.kernel.files.tables.shape import Table, cell, notes_of


def json_bytes(table: Table) -> bytes:
    """The table as JSON: `title`, `columns`, `rows`, and `notes`; unknown is null, moments are UTC."""
    columns = list(table.columns)
    whole = {
        "name": table.name,
        "title": str(table.title),
        "demonstration": table.demonstration,
        **({"marking": table.marking} if table.marking else {}),
        "source": str(table.source),
        "licence": str(table.licence),
        "notes": notes_of(table)[1:],
        "columns": [{"key": column.key, "label": str(column.label), "kind": str(column.kind)} for column in columns],
        "rows": [{column.key: plain(row.get(column.key), column) for column in columns} for row in table.rows],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def plain(value: Any, column: Any) -> Any:
    """A cell as JSON can carry it; decimals keep their digits as long as a number can."""
    shaped = cell(value, column.kind)
    if isinstance(shaped, datetime):
        return shaped.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(shaped, date):
        return shaped.isoformat()
    if isinstance(shaped, Decimal):
        return int(shaped) if shaped == shaped.to_integral_value() else float(shaped)
    return shaped
