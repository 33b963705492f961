"""Words for codes: places as the dialogue names them, dimensions, sexes, statuses, and the five kinds of nothing."""

from collections.abc import Iterable, Mapping
from copy import copy

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from roundtable.ground.parties.public import footnotes, names
from roundtable.records.observatory.domain.places import PLACES, two_letters
from roundtable.records.observatory.models import Dataset
from roundtable.ui import moments

TIME = "TIME_PERIOD"
DIMENSIONS = {
    "asylum": _("Country of asylum"),
    "asylum_name": _("Country of asylum, as the source writes it"),
    "origin": _("Country of origin"),
    "origin_name": _("Country of origin, as the source writes it"),
    "destination": _("Country of destination"),
    "geo": _("Reporting country"),
    "citizen": _("Citizenship"),
    "country": _("Country"),
    "nationality": _("Nationality"),
    "sending": _("Sending country"),
    "receiving": _("Receiving country"),
    "iso": _("Country"),
    "state": _("Country"),
    "region": _("Region"),
    "city": _("City"),
    "sex": _("Sex"),
    "age": _("Age"),
    "unit": _("Unit"),
    "level": _("Level of decision"),
    "reason": _("Reason"),
    "procedure": _("Procedure"),
    "application": _("Kind of application"),
    "indicator": _("Indicator"),
    "measure": _("Measure"),
    "MEASURE": _("Measure"),
    "series": _("Series"),
    "kind": _("Kind"),
    "isced": _("Level of education"),
    "TIME_PERIOD": _("Period"),
}
CODES: Mapping[str, Mapping[str, object]] = {
    "sex": {"F": _("women and girls"), "M": _("men and boys"), "_T": _("all"), "T": _("all"), "_U": _("not known")},
    "unit": {"P": _("persons"), "C": _("cases"), "PS": _("persons")},
}
TOTAL = _("all together")
OVERRIDDEN = {"PS": _("State of Palestine")}
SAID_BY_CODE = frozenset({"TW"})
"""Places that the United Nations' lists do not name by themselves: their code stands where a name would."""

NOTHINGS = {
    "0": _("zero"),
    "O": _("missing"),
    "L": _("not reported"),
    "M": _("not applicable"),
    "Q": _("kept back"),
    "H": _("no working day"),
}
SIGNS = {"O": "◌", "L": "–", "M": "×", "Q": "■", "H": "◌"}
"""The sign of each kind of nothing in a cell and in a drawing; a zero is the number 0."""
EXPLAINED = {
    "O": _("missing: nobody knows why, or for several reasons"),
    "L": _("not reported: the number exists, but nobody gave it"),
    "M": _("not applicable: there can be no such number"),
    "Q": _("kept back: few people, or secret"),
    "H": _("no working day"),
}
STATUSES = {
    "B": _("break in the series"),
    "E": _("estimated"),
    "P": _("provisional"),
    "U": _("low reliability"),
    "D": _("another definition"),
    "I": _("imputed"),
    "F": _("forecast"),
    "S": _("strike or other special event"),
    "N": _("not significant"),
}


def dimension(name: str, dataset: Dataset | None = None) -> str:
    """Give the word for a dimension."""
    own = dataset.labels.get(name, {}).get("", {}) if dataset else {}
    return said(own) or str(DIMENSIONS.get(name, name.replace("_", " ")))


def said(texts: Mapping[str, str]) -> str:
    """Give a text in the reader's language, in English, or in whichever there is."""
    language = (get_language() or "en").lower()
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class Labels:
    """Names codes of one dataset; read once for a page."""

    def __init__(self, dataset: Dataset) -> None:
        """Remember the dialogue's names and the world's."""
        self.dataset = dataset
        self._parties = names()
        self._world = moments.locale().territories

    def code(self, name: str, code: str) -> str:
        """Give the word for a code of a dimension; the code itself where there is none."""
        own = said(self.dataset.labels.get(name, {}).get(code, {}))
        if own:
            return own
        if name in PLACES and (place := self.place(code)):
            return place
        if code in {"_T", "TOTAL"} or (name, code) == ("sex", "T"):
            return str(TOTAL)
        return str(CODES.get(name, {}).get(code, code))

    def of(self, dataset: Dataset) -> "Labels":
        """Name codes of another dataset; the names of the dialogue and the world are not read again."""
        made = copy(self)
        made.dataset = dataset
        return made

    def place(self, code: str) -> str:
        """Give the name of a place as the dialogue writes it, with its mark; empty for what is no place."""
        two = two_letters(code)
        if not two or two in SAID_BY_CODE:
            return ""
        own = OVERRIDDEN.get(two)
        return self._parties.get(two) or (str(own) if own else str(self._world.get(two, "")))

    def notes(self, name: str, codes: Iterable[str]) -> list[str]:
        """Give the footnotes that a table which names these places must carry."""
        return footnotes([two_letters(code) for code in codes]) if name in PLACES else []


def status(code: str) -> str:
    """Give the word for a code of observation status that stands beside a number or instead of one."""
    found = NOTHINGS.get(code) or STATUSES.get(code)
    return str(found) if found else code


def period(text: str) -> str:
    """Give a period as people write it: years as they are, months by name.

    >>> period("2024")
    '2024'
    """
    if len(text) == 7 and text[4] == "-" and text[5:].isdigit():
        return f"{text[5:]}/{text[:4]}"
    return gettext("%(year)s, quarter %(number)s") % {"year": text[:4], "number": text[6:]} if "-Q" in text else text


def counted(kinds: Mapping[str, int]) -> list[tuple[str, int]]:
    """Say how many cells are numbers, and how many are which nothing."""
    names = {"number": gettext("number other than zero"), **{code: str(word) for code, word in NOTHINGS.items()}}
    return [(names[one], kinds[one]) for one in ("number", "0", "O", "L", "M", "Q", "H") if kinds.get(one)]
