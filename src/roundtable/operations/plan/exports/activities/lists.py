"""The list of activities: one declaration for the page, its downloads and the API."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as lazy

from roundtable.kernel.links.listings import Listing
from roundtable.operations.plan.exports.activities.columns import columns
from roundtable.operations.plan.exports.activities.filters import filters, search
from roundtable.operations.plan.exports.activities.names import Known

NAME: Final = "plan.activities"


def listing(known: Known, params: Mapping[str, Any]) -> Listing:
    """Declare the list of activities: page, downloads, API and calendar."""
    return Listing(
        name=NAME,
        columns=columns(known),
        filters=filters(known, str(params.get("role", ""))),
        search=lambda rows, words: search(rows, words, known.actions),
        search_label=lazy("Words, or a code such as I.4"),
        default_sort="-starts",
    )
