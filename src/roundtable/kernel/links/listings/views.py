"""Saved views: a list's filters and order under a name."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.links.models import SavedView

MOST = 50
LONGEST_QUERY = 2000


def save(*, user_id: int, listing: str, name: str, query: str) -> SavedView:
    """Keep a view; the same name again replaces it. Raises Invalid without a name, or when there are too many."""
    name = " ".join(name.split())[:80]
    if not name:
        raise Invalid(_("Give the view a name."))
    mine = SavedView.objects.filter(user_id=user_id, listing=listing)
    if mine.exclude(name=name).count() >= MOST:
        raise Invalid(_("You keep %(most)s views of this list. Remove one first.") % {"most": MOST})
    # Read and written again, so that only a question, and no address, is kept.
    question = QueryDict(query[:LONGEST_QUERY]).urlencode()
    saved, _made = SavedView.objects.update_or_create(
        user_id=user_id, listing=listing, name=name, defaults={"query": question}
    )
    return saved


def remove(*, user_id: int, number: int) -> None:
    """Forget a view of this person."""
    SavedView.objects.filter(user_id=user_id, pk=number).delete()


def of(user_id: int) -> list[SavedView]:
    """All views of a person."""
    return list(SavedView.objects.filter(user_id=user_id).order_by("listing", "name"))
