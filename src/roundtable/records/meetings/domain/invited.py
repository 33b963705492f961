"""Who is invited to a meeting: it follows from who takes part on its first day, and from what is known of it.

| what is known                                    | invited                          |
|--------------------------------------------------|----------------------------------|
| the meeting itself names it (or leaves it out)   | as the meeting says              |
| a source says so of a meeting on these days      | as the source says               |
| a Party takes part on the first day              | yes                              |
| a Partner takes part on the first day            | yes, as an observer, where the   |
|                                                  | meeting is open to Partners      |
| it takes no part on that day, or nothing is said | no                               |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What an invitation follows from."""

    TAKES_PART = "takes-part"
    PARTNER = "partner"
    SOURCE = "source"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody at the table stands on the first day of a meeting."""

    code: str
    partner: bool
    takes_part: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What a meeting, or a source about it, says of one entry of the table."""

    invited: bool
    as_observer: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whether one entry of the table is invited, in what part, and why."""

    code: str
    invited: bool
    observer: bool
    why: Why
    reason: str = ""


def invitations(
    standings: Iterable[Standing],
    *,
    partners: bool,
    by_source: Mapping[str, Said] | None = None,
    by_meeting: Mapping[str, Said] | None = None,
) -> list[Invitation]:
    """Give everybody who is invited, and those of whom meeting or source say that they are not; in the order given.

    >>> table = [Standing("CZ", False, True), Standing("RU", False, False), Standing("BY", False, True)]
    >>> found = invitations(table, partners=False, by_source={"BY": Said(invited=False)})
    >>> [(one.code, one.invited) for one in found]
    [('CZ', True), ('BY', False)]
    """
    found = []
    for one in standings:
        told = (by_meeting or {}).get(one.code)
        why = Why.MEETING
        if told is None:
            told, why = (by_source or {}).get(one.code), Why.SOURCE
        if told is not None:
            observer = told.invited and (told.as_observer or one.partner)
            found.append(Invitation(one.code, told.invited, observer, why, told.reason))
        elif one.takes_part and (partners or not one.partner):
            why = Why.PARTNER if one.partner else Why.TAKES_PART
            found.append(Invitation(one.code, invited=True, observer=one.partner, why=why))
    return found


def invited_codes(found: Iterable[Invitation]) -> list[str]:
    """Give the codes of those who are invited."""
    return [one.code for one in found if one.invited]
