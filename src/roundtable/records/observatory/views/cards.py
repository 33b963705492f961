"""What this room shows on the public home: the newest releases."""

from typing import Any

from django.http import HttpRequest

from roundtable.kernel.base.middleware import at
from roundtable.records.observatory.queries import datasets

NEWEST = 3


def newest(request: HttpRequest) -> dict[str, Any]:
    """Give the datasets that were released last, as the reader may know them."""
    moment = at(request)
    found = datasets.with_dates(datasets.visible_to(request.user, at=moment), at=moment)
    shown = list(found.filter(released_now__isnull=False).order_by("-released_now", "pk")[:NEWEST])
    return {"datasets": shown, "demonstration": any(one.demonstration for one in shown)}
