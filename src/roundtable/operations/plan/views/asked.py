"""What the address of a page asks for, and a sentence for each part of it that was not understood."""

from collections.abc import Collection, Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from roundtable.operations.plan.queries.progress import State

LONGEST_SHOWN = 40


def year_asked(request: HttpRequest) -> int | None:
    """Give the year in the address, or None."""
    said = request.GET.get("year", "")
    return int(said) if said.isdecimal() and len(said) == len("2023") else None


def misread_year(request: HttpRequest, state: State) -> list[str]:
    """Say that the year in the address has nothing to show, and what is shown instead; empty when it has."""
    said = request.GET.get("year", "").strip()
    if not said or (state.round is not None and said == str(state.round.year)):
        return []
    if state.round is None:
        return [_("There are no reports on “%(value)s” to show.") % {"value": _short(said)}]
    gaps = {"value": _short(said), "year": state.round.year}
    return [_("There are no reports on “%(value)s” to show. You see those on %(year)s.") % gaps]


def misread_choice(value: str, label: str, known: Collection[str]) -> list[str]:
    """Say that a value is no choice for a filter, which was left out; empty when it is one, or none was asked for."""
    if not value or value in known:
        return []
    return [
        _("“%(value)s” is not a choice for “%(label)s”; it was left out.") % {"value": _short(value), "label": label}
    ]


def misread_keys(request: HttpRequest, known: Iterable[str]) -> list[str]:
    """Say which words of the address mean nothing on this page."""
    return [
        _("This page has no filter “%(key)s”; it was left out.") % {"key": _short(key)}
        for key in sorted(set(request.GET) - set(known))
    ]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
