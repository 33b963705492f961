"""The list of activities: one declaration for the page, its downloads and the API."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as lazy

from roundtable.kernel.links.listings import Listing
from roundtable.operations.plan.exports.activities.columns import SHORT, columns
from roundtable.operations.plan.exports.activities.filters import filters, search
from roundtable.operations.plan.exports.activities.names import Known

NAME: Final = "plan.activities"


def listing(known: Known, params: Mapping[str, Any], *, wide: bool) -> Listing:
    """Declare the list of activities; `wide` has every column, as the downloads and the API do."""
    offered = columns(known, wide=wide)
    return Listing(
        name=NAME,
        columns=offered if wide else [column for column in offered if column.key in SHORT],
        filters=filters(known, str(params.get("role", ""))),
        search=lambda rows, words: search(rows, words, known.actions),
        search_label=lazy("Words, or a code such as I.4"),
        default_sort="-starts",
        also=("columns",),
    )
