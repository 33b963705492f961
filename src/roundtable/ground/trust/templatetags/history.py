"""The history of a thing, for the thing's own page: `{% load history %}{% history lines %}`."""

from collections.abc import Iterable
from typing import Any

from django import template

from roundtable.ground.trust.queries import Line

register = template.Library()


@register.inclusion_tag("trust/_history.html")
def history(lines: Iterable[Line], *, heading: bool = True, thin: bool = False, things: bool = False) -> dict[str, Any]:
    """Show who did what to the thing, newest first, with what the reader may know of before and after.

    `lines` are what `history_of` gave. Without `heading` the list stands in a section that the page made itself;
    with `things` each line names its thing.
    """
    return {"lines": list(lines), "heading": heading, "thin": thin, "things": things}
