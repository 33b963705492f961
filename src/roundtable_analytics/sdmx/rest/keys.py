"""Keys: `M.DE+FR..A`, a part for each dimension, an empty part for any code; REST 2.x writes `*` for it."""

import re
from collections.abc import Sequence

from roundtable_analytics.sdmx.rest.asked import Key
from roundtable_analytics.sdmx.rest.faults import SYNTAX, Fault

_CODE = re.compile(r"[^.+,*/\s][^.+,/\s]*")
MOST_KEYS = 500


def keys(text: str) -> tuple[Key, ...]:
    """Read the keys of an address; none where every key will do. Raises `Fault`.

    >>> keys("M.DE+FR..*")
    ((('M',), ('DE', 'FR'), (), ()),)
    >>> keys("all"), keys("*"), keys("")
    ((), (), ())
    >>> keys("A.B,C.D")
    ((('A',), ('B',)), (('C',), ('D',)))
    """
    if text in {"", "all", "*"}:
        return ()
    told = text.split(",")
    if len(told) > MOST_KEYS:
        raise Fault(SYNTAX, f"At most {MOST_KEYS} keys are read from one address.")
    return tuple(_key(one) for one in told)


def _key(text: str) -> Key:
    parts = []
    for number, part in enumerate(text.split("."), start=1):
        codes = tuple(part.split("+")) if part not in {"", "*"} else ()
        if wrong := [code for code in codes if not _CODE.fullmatch(code)]:
            sentence = f"Part {number} of the key “{text}” cannot be read at “{wrong[0]}”."
            raise Fault(SYNTAX, f"{sentence} Write codes joined by +, or leave the part empty for all of them.")
        parts.append(codes)
    return tuple(parts)


def key_text(key: Key, *, wildcard: str = "") -> str:
    """Write a key as an address carries it.

    >>> key_text((("M",), ("DE", "FR"), ()))
    'M.DE+FR.'
    """
    return ".".join("+".join(codes) or wildcard for codes in key)


def fitted(told: Sequence[Key], dimensions: Sequence[str]) -> list[dict[str, tuple[str, ...]]]:
    """Give each key as codes by dimension; refuse keys with more or fewer parts than there are dimensions.

    >>> fitted(keys("M."), ["FREQ", "GEO"])
    [{'FREQ': ('M',)}]
    """
    found = []
    for key in told:
        if len(key) != len(dimensions):
            sentence = f"The key “{key_text(key)}” has {len(key)} parts, the dataset {len(dimensions)} dimensions"
            raise Fault(SYNTAX, f"{sentence}: {', '.join(dimensions)}.")
        found.append({name: codes for name, codes in zip(dimensions, key, strict=True) if codes})
    return found
