"""Grouping what Parties say they need: by what kind of help it is, from the words they use.

A need may name several kinds of help and is then counted once under each; one that names none stands under `other`. The
grouping only helps to read: the Party's own words are one link away.

>>> [str(theme) for theme in themes("Training for border staff and a legal review")]
['training', 'law', 'staff']
>>> [str(theme) for theme in themes("Обучение сотрудников и оборудование")]
['training', 'equipment', 'staff']
>>> [str(theme) for theme in themes("More time")]
['other']
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Theme(StrEnum):
    """Kinds of help, in the order in which they are shown."""

    TRAINING = "training"
    EXPERTISE = "expertise"
    LAW = "law"
    EQUIPMENT = "equipment"
    DATA = "data"
    MONEY = "money"
    STAFF = "staff"
    COOPERATION = "cooperation"
    OTHER = "other"


# Beginnings of words in the two working languages.
STEMS: Final[dict[Theme, tuple[str, ...]]] = {
    Theme.TRAINING: ("train", "course", "curricul", "skill", "study visit",
        "обуч", "подготовк", "курс", "навык", "стажиров"),
    Theme.EXPERTISE: (
        "expert", "advice", "advis", "know-how", "good practice", "twinning", "peer", "guidance",
        "эксперт", "консультац", "методич", "обмен опыт",
    ),
    Theme.LAW: ("law", "legal", "legislat", "regulat", "закон", "правов", "норматив"),
    Theme.EQUIPMENT: (
        "equip", "softw", "hardw", "system", "digital", "device", "comput", "biometr",
        "оборудован", "программ", "техник", "технич", "цифров",
    ),
    Theme.DATA: ("data", "statist", "registr", "research", "survey", "данн", "статист", "реестр", "исследован"),
    Theme.MONEY: ("fund", "financ", "budget", "money", "grant", "resourc", "финанс", "бюджет", "средств", "ресурс"),
    Theme.STAFF: ("staff", "personnel", "interpret", "translator", "кадр", "персонал", "сотрудник", "переводчик"),
    Theme.COOPERATION: (
        "cooperat", "co-operat", "coordinat", "contact", "partner", "agreement", "exchange", "network", "liaison",
        "сотрудничеств", "координац", "партн", "соглашен", "контакт",
    ),
}  # fmt: skip

_FINDERS: Final = {
    theme: re.compile(r"(?<!\w)(?:" + "|".join(re.escape(stem) for stem in stems) + ")", re.IGNORECASE)
    for theme, stems in STEMS.items()
}


def themes(text: str) -> list[Theme]:
    """The kinds of help that a need names, in the order of the list; `other` alone when it names none of them."""
    return [theme for theme, finder in _FINDERS.items() if finder.search(text)] or [Theme.OTHER]


def grouped(needs: Iterable[tuple[str, int]]) -> dict[Theme, list[int]]:
    """Group the numbers of reports by the kinds of help that their needs name, in the order of kinds."""
    found: dict[Theme, set[int]] = {}
    for text, number in needs:
        for theme in themes(text):
            found.setdefault(theme, set()).add(number)
    return {theme: sorted(found[theme]) for theme in Theme if theme in found}
