"""A spreadsheet of activities as it is handed in: kept for whoever brought it, and read row by row."""

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.trust.public import User
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.files.spreadsheets import Wanted, read_rows
from roundtable.operations.plan.exports.activity_template import COLUMNS, NEEDED
from roundtable.operations.plan.services.activities import SPREADSHEETS

PURPOSE: Final = SPREADSHEETS
KINDS: Final = ("csv", "xlsx", "ods")
"""The endings of the files that can be read."""


def keep(upload: store.Upload, *, by: User, at: datetime) -> StoredFile:
    """Keep a spreadsheet until its rows are confirmed; only who handed it in comes by it. Raises `Invalid`."""
    return store.keep(
        upload,
        scope=SECRETARIAT,
        by=by.pk,
        purpose=PURPOSE,
        at=at,
        audience="own",
        demonstration=by.demonstration,
        kinds=KINDS,
    )


def handed_in(number: int, *, by: User) -> StoredFile:
    """Give the spreadsheet that a person handed in and has not confirmed yet; for everybody else it is not there."""
    stored = store.get(number)
    if stored.purpose != PURPOSE or stored.by_id != by.pk:
        raise NotThere("")
    return stored


def rows_in(content: bytes, name: str) -> list[tuple[int, dict[str, Any]]]:
    """Read the rows of a spreadsheet (CSV, XLSX, ODS), known by the words above its columns in any order.

    Heads may be in the reader's language, in English, or the keys of the API. A column that is empty in every row is
    taken as left out. Raises `Invalid` for what cannot be read.
    """
    wanted = []
    with override("en"):
        english = {column.key: str(column.label) for column in COLUMNS}
    for column in COLUMNS:
        labels = list(dict.fromkeys([str(column.label), english[column.key], column.key]))
        wanted.append(Wanted(column.key, labels, needed=column.key in NEEDED))
    found = read_rows(File(BytesIO(content), name=name), columns=wanted)
    if not found:
        raise Invalid(
            _(
                "“%(name)s” holds the names of the columns, but no rows. Write each activity in a row of its own below "
                "these names (in XLSX and ODS on the first sheet), save the file and hand it in again."
            )
            % {"name": name}
        )
    filled = {key for row in found for key, value in row.cells.items() if value not in {None, ""}}
    return [(row.number, {key: value for key, value in row.cells.items() if key in filled}) for row in found]
