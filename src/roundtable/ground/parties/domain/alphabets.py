"""Put names in the order in which a reader of a language looks for them.

Without ICU (the collation library of operating systems) each language's own alphabet is written down here. What it does
not do: Unicode's finer levels (accents only break ties), and scripts other than the one of the language, which follow
after it. Arabic is ordered without setting the article aside, as in Unicode's own table.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "ar": "ءاأإآبةتثجحخدذرزسشصضطظعغفقكلمنهؤوىئي",
    "fa": "آاأءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهۀیئ",
}
SAME: Mapping[str, Mapping[int, int | None]] = {
    # Forms of one letter, letters of one word typed on another keyboard, and signs that do not count.
    "ar": str.maketrans("أإآ", "ااا"),
    "fa": str.maketrans("أكيىۀ", "اکییه", "\u200c\u0654"),
}


@lru_cache(maxsize=16)
def _places(language: str) -> dict[str, int]:
    return {letter: place for place, letter in enumerate(ALPHABETS.get(language, ""), start=1)}


def _small(text: str, language: str) -> str:
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def place_of(name: str, language: str) -> tuple[tuple[int, ...], str]:
    """Give what names are compared by: the letters' places in the alphabet, then the name as written.

    >>> place_of("Ёлка", "ru") < place_of("Жук", "ru") > place_of("Ель", "ru")
    True
    >>> place_of("Åland", "en") < place_of("Albania", "en")
    True
    """
    base = language.partition("-")[0]
    places = _places(base)
    small = unicodedata.normalize("NFC", _small(name, base)).translate(SAME.get(base, {}))
    key: list[int] = []
    for letter in small:
        if letter in places:
            key.append(places[letter])
            continue
        # A letter that the alphabet lacks stands where its plain form stands, or after all letters of the alphabet.
        for plain in unicodedata.normalize("NFD", letter):
            if plain.isspace():
                key.append(0)
            elif plain.isalnum():
                key.append(places.get(plain, 1000 + ord(plain)))
    return tuple(key), name


def in_order(things: Iterable[T], language: str, name: Callable[[T], str]) -> list[T]:
    """Sort things by their names as a reader of the language expects.

    >>> in_order(["Çekya", "Danimarka", "Belçika", "İrlanda", "Ispanya"], "tr", str)
    ['Belçika', 'Çekya', 'Danimarka', 'Ispanya', 'İrlanda']
    """
    return sorted(things, key=lambda thing: place_of(name(thing), language))
