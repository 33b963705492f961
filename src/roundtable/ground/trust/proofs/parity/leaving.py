"""What left in this run, and whether a room said of it that it is a form of one of its lists."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from django.urls import Resolver404, resolve

from roundtable.ground.trust.proofs.matrix.operations import operations
from roundtable.ground.trust.readership import apart, leavings
from roundtable.kernel.base.addresses import addresses

ROWS: Final = (
    "text/csv",
    "text/calendar",
    "application/json",
    "application/atom+xml",
    "application/rss+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
"""What rows are handed out as."""


@dataclass
class Left:
    """What was handed out at which address, and which lists stood on which page."""

    asked: set[str] = field(default_factory=set)
    handed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    listed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, path: str, answer: Any) -> None:
        """Note what an answer holds."""
        name = name_of(path)
        self.asked.add(name)
        kind = str(answer.headers.get("Content-Type", "")).partition(";")[0]
        if answer.status_code != HTTPStatus.OK:
            return
        if kind in ROWS or "attachment" in str(answer.headers.get("Content-Disposition", "")):
            self.handed[name].add(kind)
        elif kind == "text/html" and b"data-list=" in answer.content:
            self.handed[name].add("list")

    def lists(self, name: str, found: list[str]) -> None:
        """Note which lists stand on a page."""
        self.listed[name] |= set(found)


def name_of(path: str) -> str:
    """Give the full name of the address at which a path stands."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return ""
    return found.view_name or found.route


def undeclared(left: Left) -> Iterator[str]:
    """Say what was handed out, or can be read by machines, and of which no room said what list it belongs to."""
    known = {leaving.page for leaving in leavings} | {one.address for one in apart}
    known |= {told.address for leaving in leavings for told in leaving.told}
    known |= {place for leaving in leavings for place in (leaving.drawn, leaving.files_at) if place}
    for name, kinds in sorted(left.handed.items()):
        if name not in known:
            yield f"{name} hands out {', '.join(sorted(kinds))}, and no room says of which list (add a Leaving)"
    for operation in operations():
        names = operation.names
        if operation.verb == "GET" and not set(names) & known:
            yield f"{operation.name} is read by machines, and no room says of which list (add a Leaving)"
    for leaving in leavings:
        if left.listed[leaving.page] and leaving.name not in {_family(one) for one in left.listed[leaving.page]}:
            yield f"{leaving.page} shows the list {left.listed[leaving.page]}, which is said to be {leaving.name}"
    there = {address.name for address in addresses()}
    for name in sorted(known - there):
        yield f"{name} is said to hand something out, and there is no such address"


def _family(name: str) -> str:
    """Give the name of a list without the year or number that some carry.

    >>> _family("coverage-2026"), _family("plan.reports")
    ('coverage', 'plan.reports')
    """
    return name.rstrip("0123456789").rstrip("-")
