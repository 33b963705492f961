"""Names of sheets: what every program for tables takes."""

import re
from typing import Final

from django.utils.translation import gettext as _

from roundtable.kernel.files.tables.inert import clean

LONGEST_NAME: Final = 31


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a sheet may have, and that no other sheet has yet."""
    plain = re.sub(r"[\[\]:*?/\\]+", " ", clean(wanted)).strip(" '")[:LONGEST_NAME] or _("Table")
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4]} {number}"
    taken.add(name.casefold())
    return name
