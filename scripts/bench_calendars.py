"""Whether three other programs read the calendar entries that we write as we mean them."""

from collections import Counter
from importlib import import_module
from typing import Any

from figures import say

ENTRIES = 1_000


def inside_calendars() -> None:
    """Write made-up meetings (zones, whole days, cancellations, every script) and read them with three programs."""
    import hypothesis

    others = import_module("tests.records.meetings.test_other_calendars")
    programs = {"vobject": others._by_vobject, "ics": others._by_ics, "ical": others._by_ical}  # noqa: SLF001 - the readers of the tests
    equal: Counter[str] = Counter()
    asked = 0

    @hypothesis.seed(1)
    @hypothesis.settings(max_examples=ENTRIES, database=None, deadline=None)
    @hypothesis.given(others.entries())
    def each(one: Any) -> None:
        nonlocal asked
        asked += 1
        method = "CANCEL" if one.cancelled else "REQUEST"
        content = others.calendar([one], title="Meetings", method=method).decode()
        for name, read in programs.items():
            equal[name] += read(content) == others._ours(one)  # noqa: SLF001 - as above

    each()
    told = ", ".join(f"{name} {equal[name]:,}" for name in programs)
    met = all(equal[name] == asked for name in programs)
    say("ICS by three other parsers", f"{told} of {asked:,} equal", "100%", met=met)
