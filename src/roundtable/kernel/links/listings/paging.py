"""How many rows stand on a page, and which: the same on pages and in the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid, NotThere

PAGE, PER_PAGE = "page", "per_page"
SIZES = (25, 50, 100, 200)
"""The numbers of rows that a reader may ask for: few, so that a page stays a page and costs what it promises."""

SIZES_WORDS = "Rows on a page: 25, 50, 100 or 200."


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of rows for machines."""

    rows: list[Any]
    count: int
    page: int
    pages: int
    per_page: int
    next: str | None

    @property
    def about(self) -> dict[str, Any]:
        """What an answer says of the page, without its rows."""
        return {
            "count": self.count,
            "page": self.page,
            "pages": self.pages,
            "per_page": self.per_page,
            "next": self.next,
        }


def size(asked: Any, default: int) -> int | None:
    """The number of rows that is asked for, the default where nothing is; None for what is no choice.

    >>> size("100", 50), size("", 50), size("7", 50), size("many", 50)
    (100, 50, None, None)
    """
    wanted = str(asked or "").strip()
    if not wanted:
        return default
    return next((one for one in (*SIZES, default) if wanted == str(one)), None)


def no_size(asked: Any) -> str:
    """The sentence for a number of rows that is no choice."""
    return _("“%(value)s” is not a number of rows for a page. Choose 25, 50, 100 or 200.") % {"value": str(asked)[:20]}


def cut(rows: Any, params: Mapping[str, Any], *, path: str, default: int = SIZES[1]) -> Cut:
    """Cut the page that an address of the API asks for out of rows.

    Raises Invalid for a number of rows that is no choice, NotThere for a page that does not exist.
    """
    per_page = size(params.get(PER_PAGE), default)
    if per_page is None:
        raise Invalid(no_size(params.get(PER_PAGE)))
    paginator = Paginator(rows, per_page)
    wanted = str(params.get(PAGE) or "1")
    if not wanted.isdecimal() or not 1 <= int(wanted[:9]) <= paginator.num_pages:
        raise NotThere(_("There is no page %(page)s.") % {"page": wanted[:20]})
    shown = paginator.page(int(wanted))
    following = None
    if shown.has_next():
        asked = params.copy() if isinstance(params, QueryDict) else QueryDict(mutable=True)
        asked[PAGE] = str(shown.number + 1)
        following = f"{path}?{asked.urlencode()}"
    return Cut(list(shown.object_list), paginator.count, shown.number, paginator.num_pages, per_page, following)
