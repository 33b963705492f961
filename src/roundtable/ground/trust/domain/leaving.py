"""In which forms each list leaves the house: its page, its files, its answer to machines, its calendar and feed.

A room says it of its own lists, as it says how its addresses are asked for; the proof `export-parity` reads every form
as the same person and compares them cell by cell. An address that hands out rows, and an operation that reads, of which
nobody said it, break the promise: so none can be left out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Says = Callable[[Any], Mapping[str, Any]]
"""From what a machine is told, the cells of the list that say the same."""


def same_year(page: str, path: str) -> bool:
    """Whether two addresses name the same year.

    >>> same_year("/plan/coverage/?year=2025", "/api/v1/plan/coverage/2025"), same_year("/plan/coverage/?", "/a/2025")
    (True, False)
    """
    years = [re.findall(r"\b\d{4}\b", one) for one in (page, path)]
    return all(years) and years[0][-1] == years[1][-1]


def items(body: Any) -> Sequence[Mapping[str, Any]]:
    """Give the rows of an answer as most operations shape it."""
    found: Sequence[Mapping[str, Any]] = body["items"]
    return found


@dataclass(frozen=True, kw_only=True)
class Told:
    """A list as machines are told it: by an operation of the API, a calendar or a feed.

    Each key of a row must be a column of the list, stand in `words` (the column that says the same, or a function that
    gives the cells), or in `bare` with the reason why no column need say it. `part` says why rows carry only some of
    the columns, where they do.
    """

    address: str
    rows: Callable[[Any], Sequence[Mapping[str, Any]]] = items
    words: Mapping[str, str | Says] = field(default_factory=dict)
    bare: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)
    """How machines call a word of the page's question, where they call it otherwise."""
    beside: Callable[[str, str], bool] | None = None
    """Whether an address (the second) is that of a page (the first, with its question); by the row, where not given."""


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """One list in all its forms.

    `page` is the full name of the address at which people see it, `shows` the question with which it shows every
    column. `files` is the word in its address after which the format of a file stands; lists whose files have addresses
    of their own name these in `drawn`. A list without rows of its own, one thing that is read by itself, says `one`:
    of it the words are compared, since its page has no table.
    """

    name: str
    page: str
    shows: str = "columns=all"
    files: str = ""
    files_at: str = ""
    """The address at which the files are, where it is not the page."""
    drawn: str = ""
    questions: Sequence[str] = ()
    """Asked of the page in any case, besides what it offers itself."""
    told: tuple[Told, ...] = ()
    one: bool = False
    along: str = ""
    """The pages behind this one on which the words of single things stand as well."""
    along_row: str = ""
    """The further pages of the same thing, on which some of its words stand; each may bring a question."""
    order: int = 100


@dataclass(frozen=True)
class Apart:
    """An address or operation that hands something out which is no list of rows, and why that need not be compared."""

    address: str
    why: str
