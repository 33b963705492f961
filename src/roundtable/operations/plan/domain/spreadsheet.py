"""How the cells of a spreadsheet are read: days, amounts, lists, shares and sources of money, as people write them."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from roundtable.operations.plan.domain.activity import Fault, Promise, ShareOf

_SPACES: Final = re.compile(r"[\s\u00a0\u202f]+")
_AMOUNT: Final = re.compile(r"-?\d+(?:[.,]\d{1,2})?")
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_SHARE: Final = re.compile(r"(?P<code>[^\s:=]+)\s*[:=]?\s*(?:(?P<percent>\d+(?:[.,]\d+)?)\s*%?)?")
_SOURCE: Final = re.compile(r"(?P<source>.+?)\s*[:=]\s*(?P<pledged>[^/]+?)\s*(?:/\s*(?P<paid>.+?)\s*)?", re.DOTALL)


class Misread(Exception):  # noqa: N818 - carries a fault, caught where the row is read
    """A cell that cannot be read; the fault has no field yet."""

    def __init__(self, code: str, **values: Any) -> None:
        self.fault = Fault("", code, values)
        super().__init__(code)


def text(value: Any) -> str:
    """A cell as text; whole numbers without their “.0”.

    >>> text(12.0), text(None), text(" a ")
    ('12', '', 'a')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return str(value).strip()


def day(value: Any) -> date | None:
    """A day: a cell of that kind, 2026-05-12, 12.05.2026 or 12/05/2026 (the day first). Raises `Misread`."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    said = text(value)
    if not said:
        return None
    found = _DAY_FIRST.fullmatch(said)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(said[:10] if re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T][\d:.]+", said) else said)
    except ValueError:
        raise Misread("cell_day", value=said) from None


def amount(value: Any) -> Decimal | None:
    """An amount of money: 12000, 12 000,50 or 12000.50; with two decimals at most. Raises `Misread`.

    >>> amount("12 000,5")
    Decimal('12000.5')
    """
    if isinstance(value, bool):
        raise Misread("cell_amount", value=text(value))
    if isinstance(value, int | Decimal):
        return Decimal(value)
    said = repr(value) if isinstance(value, float) else _SPACES.sub(" ", text(value)).removesuffix("€").strip()
    if not said:
        return None
    if isinstance(value, float):
        said = str(round(Decimal(said), 2))
    if not (_AMOUNT.fullmatch(said) or _GROUPED.fullmatch(said)):
        raise Misread("cell_amount", value=said)
    try:
        return Decimal(said.replace(" ", "").replace("'", "").replace(",", "."))
    except InvalidOperation:
        raise Misread("cell_amount", value=said) from None


def listed(value: Any) -> tuple[str, ...]:
    """Several things in a cell, with semicolons or line breaks (or, without these, commas) between them."""
    said = text(value)
    parts = re.split(r"[;\n]", said) if re.search(r"[;\n]", said) else said.split(",")
    return tuple(part.strip() for part in parts if part.strip())


def shares(value: Any) -> tuple[tuple[str, Decimal | None], ...]:
    """Actions with their shares: “I.4: 60; II.1: 40” or “I.4 60 %, II.1 40 %”; a lone action needs no share.

    A comma between digits is read as a decimal comma. Raises `Misread`.
    """
    said = text(value)
    parts = re.split(r"[;\n]|,(?!\d)|,(?=\d+\.)", said)
    found = []
    for part in (part.strip() for part in parts):
        if not part:
            continue
        match = _SHARE.fullmatch(part)
        if match is None:
            raise Misread("cell_shares", value=part)
        percent = match["percent"]
        found.append((match["code"], Decimal(percent.replace(",", ".")) if percent else None))
    if len(found) == 1 and found[0][1] is None:
        return ((found[0][0], Decimal(100)),)
    return tuple(found)


def shares_of(value: Any) -> tuple[ShareOf, ...]:
    """The shares of a cell; raises `Misread` where one of several actions has none."""
    read = shares(value)
    missing = next((code for code, percent in read if percent is None), None)
    if missing is not None:
        raise Misread("cell_share_missing", action=missing)
    return tuple(ShareOf(code, percent) for code, percent in read if percent is not None)


def promises(value: Any) -> tuple[Promise, ...]:
    """Sources of money: “Fund A: 10000 / 4000; Own budget: 2000” (pledged, then paid). Raises `Misread`."""
    found = []
    for part in re.split(r"[;\n]", text(value)):
        if not part.strip():
            continue
        match = _SOURCE.fullmatch(part.strip())
        if match is None:
            raise Misread("cell_sources", value=part.strip())
        found.append(
            Promise(match["source"], amount(match["pledged"]) or Decimal(0), amount(match["paid"]) or Decimal(0))
        )
    return tuple(found)


YES: Final = frozenset({"yes", "y", "true", "1", "x", "да", "oui", "ja"})
NO: Final = frozenset({"", "no", "n", "false", "0", "нет", "non", "nein", "-", "–"})


def yes_or_no(value: Any) -> bool:
    """Yes or no; an empty cell says no. Raises `Misread`."""
    if isinstance(value, bool):
        return value
    said = text(value).casefold()
    if said in YES:
        return True
    if said in NO:
        return False
    raise Misread("cell_yes_no", value=text(value))
