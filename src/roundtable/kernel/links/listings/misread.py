"""What an address asks and a list does not know: a sentence for each, so that nothing is left out in silence."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

LONGEST_SHOWN = 40


def left_out(keys: Iterable[str], known: Collection[str]) -> list[str]:
    """Say which words of an address narrow nothing here."""
    said = _("This list has no filter “%(key)s”; it was left out.")
    return [said % {"key": key[:LONGEST_SHOWN]} for key in keys if key not in known]


def no_page(page: str) -> str:
    """Say that a list has no such page."""
    return _("This list has no page “%(page)s”.") % {"page": page[:20]}
