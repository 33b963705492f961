"""What stands for a reader: the newest vintage of each dataset, and its rows for one place, each read once."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from babel import Locale
from django.conf import settings
from django.db.models import OuterRef, Subquery

from roundtable.ground.trust.public import Person
from roundtable.records.observatory.domain.places import two_letters
from roundtable.records.observatory.domain.profile import PLACES_OF, Side
from roundtable.records.observatory.domain.question import Question
from roundtable.records.observatory.models import State, Vintage
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.answers import Answer, answer
from roundtable.records.observatory.queries.words import Labels

KEPT = 4096
"""How many answers are kept: a vintage never changes, so neither does its answer."""


class _Shelf:
    """The last answers, by what was asked of which vintage."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[Any, ...], Answer] = OrderedDict()

    def take(self, key: tuple[Any, ...]) -> Answer | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: tuple[Any, ...], found: Answer) -> None:
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


_SHELF = _Shelf()


def standing(person: Person, *, at: datetime) -> dict[str, Vintage]:
    """Give the newest vintage that stands of each dataset that a person may read, by the code of the dataset."""
    newest = datasets.released(at).filter(state=State.PUBLISHED).order_by("-known_at", "-loaded_at")
    seen = datasets.visible_to(person, at=at)
    current = seen.annotate(now=Subquery(newest.filter(dataset=OuterRef("pk")).values("pk")[:1])).order_by()
    found = Vintage.objects.filter(pk__in=current.values("now")).select_related("dataset").order_by("dataset__code")
    return {one.dataset.code: one for one in found}


def asked(question: Question, vintage: Vintage) -> Answer:
    """Answer a question; what was asked of this vintage before is not read again."""
    dataset = vintage.dataset
    key = (settings.ROUNDTABLE_HOME, dataset.code, dataset.changed_at, vintage.loaded_at, question.address())
    kept = _SHELF.take(key)
    if kept is None:
        kept = answer(question, vintage)
        _SHELF.keep(key, kept)
    return Answer(dataset, vintage, kept.known, kept.resolved, kept.cells, Labels(dataset))


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    world = Locale("en").territories
    return {name.casefold(): code for code, name in world.items() if two_letters(code)}


NAMED = {
    "türkiye": "TR",
    "turkey": "TR",
    "czech republic": "CZ",
    "north macedonia": "MK",
    "kosovo*": "XK",
    "kosovo": "XK",
}
"""Names that sources write otherwise than the lists of the world."""


@lru_cache(maxsize=8192)
def place_of(code: str) -> str:
    """Give the two letters of a place from any code, or from the English name that some sources write.

    >>> place_of("GEO"), place_of("EL"), place_of("Germany"), place_of("Africa")
    ('GE', 'GR', 'DE', '')
    """
    return two_letters(code) or NAMED.get(code.casefold(), "") or _by_name().get(code.casefold(), "")


def dimension_at(vintage: Vintage, side: Side) -> str:
    """Give the dimension of a dataset in which a country stands on one side of a move; empty where it has none."""
    return next((name for name in PLACES_OF[side] if name in vintage.codes), "")


def code_in(vintage: Vintage, dimension: str, place: str) -> str:
    """Give what a dataset writes for a place; empty where the place is not in it."""
    return next((code for code in vintage.codes.get(dimension, ()) if place_of(code) == place), "")


def places_in(vintages: Mapping[str, Vintage]) -> dict[str, int]:
    """Give every place with how many datasets hold something of it."""
    found: dict[str, int] = {}
    for vintage in vintages.values():
        here = {
            place_of(code)
            for side in Side
            if (name := dimension_at(vintage, side))
            for code in vintage.codes.get(name, ())
        }
        for place in here - {""}:
            found[place] = found.get(place, 0) + 1
    return found
