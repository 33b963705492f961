"""Absolute addresses of what stands behind a figure."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """An address that also leads somewhere from a file."""
    return f"{settings.ROUNDTABLE_ADDRESS}{path}"


def reports(year: int, **filters: str | int) -> str:
    """The accepted reports of a year, as the list of reports filters them."""
    named = {"code" if name == "action" else name: value for name, value in filters.items()}
    return _listed("plan:report-list", {"round": year, "stage": "accepted", **named})


def matrix(year: int) -> str:
    """The coverage matrix of a year."""
    return _listed("plan:matrix", {"year": year})


def activity(pk: int) -> str:
    """The page of an activity."""
    return absolute(reverse("plan:activity", args=[pk]))


def report(pk: int) -> str:
    """The page of a report."""
    return absolute(reverse("plan:report", args=[pk]))


def action(code: str) -> str:
    """The page of an action."""
    return absolute(reverse("plan:action", args=[code]))


def area(code: str) -> str:
    """The page of an area."""
    return absolute(reverse("plan:area", args=[code]))


def figure(pack: str, key: str) -> str:
    """The frozen list of what was counted for a figure of a pack, where no filter of a list says the same."""
    return absolute(reverse("plan:pack-figure", args=[pack, key]))


def _listed(name: str, filters: dict[str, str | int]) -> str:
    pairs: Sequence[tuple[str, str | int]] = sorted(filters.items())
    return absolute(f"{reverse(name)}?{urlencode(pairs)}")
