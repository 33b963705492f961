"""Tables as answers to a download."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.files.tables.books import xlsx_bytes
from roundtable.kernel.files.tables.csv_files import csv_bytes
from roundtable.kernel.files.tables.json_files import json_bytes
from roundtable.kernel.files.tables.ods_files import ods_bytes
from roundtable.kernel.files.tables.shape import Table

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}
WRITERS: Final[dict[str, Callable[[Table], bytes]]] = {
    "csv": csv_bytes,
    "xlsx": xlsx_bytes,
    "ods": ods_bytes,
    "json": json_bytes,
}


def write(table: Table, fmt: str) -> bytes:
    """The table in a format: csv, xlsx, ods or json. Raises NotThere for any other."""
    if fmt not in WRITERS:
        raise NotThere(_("There is no format “%(format)s”. Choose csv, xlsx, ods or json.") % {"format": fmt})
    return WRITERS[fmt](table)


def answer(table: Table, fmt: str, *, filename: str) -> HttpResponse:
    """The table as a download; `filename` comes without its ending, and gets the marking before it."""
    response = HttpResponse(write(table, fmt), content_type=MEDIA_TYPES[fmt])
    response["Content-Disposition"] = disposition(in_name(table.marking, f"{filename}.{fmt}"))
    response["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(name: str, *, inline: bool = False) -> str:
    """A Content-Disposition that every browser reads and no name can break out of."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "file"
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
