"""Silence, against an oracle that was written in another way.

The procedure follows its events one by one. The oracle never does: it looks for the end of the clock among the chair's
words alone, then for what voided the text before that end, and only then which objections stood at it. Both must say
the same for every case, at every instant at which somebody looks, however the events were stored.
"""

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from roundtable.ground.documents.domain.deadline import Deadline, NotOnTheClock, TwiceOnTheClock, Which
from roundtable.ground.documents.domain.silence import outcome
from roundtable.ground.documents.domain.silence_events import (
    Acknowledged,
    BreakWithdrawn,
    Broken,
    Event,
    Extended,
    Opened,
    Reminded,
    Resumed,
    Suspended,
    TextChanged,
    Withdrawn,
)
from roundtable.ground.trust.public import Trial

SHORT, LONG = 20_000, 1_000_000
CLOCKS_SHARE = 10
"""One case in so many is about a wall clock."""
BEGIN = datetime(2022, 9, 20, 10, tzinfo=UTC)
HORIZON = 12
"""Few instants, so that events often meet at one, and at the deadline."""
CHAIR, PARTIES, OBSERVER = "chair", ("A", "B", "C"), "O"
PARAGRAPHS = ("p1", "p2")
ZONES = {
    "Europe/Prague": ((2022, 3, 27), (2022, 10, 30)),
    "Europe/London": ((2023, 3, 26), (2023, 10, 29)),
    "Asia/Almaty": ((2024, 3, 1), (2024, 2, 29)),
    "Asia/Qyzylorda": ((2018, 12, 21), (2018, 12, 20)),
    "Asia/Tehran": ((2022, 3, 22), (2022, 9, 21)),
    "Australia/Lord_Howe": ((2022, 4, 3), (2022, 10, 2)),
    "Asia/Kathmandu": ((2022, 9, 20), (2022, 1, 1)),
    "Africa/Casablanca": ((2023, 3, 19), (2023, 4, 23)),
    "Europe/Chisinau": ((2022, 3, 27), (2022, 10, 30)),
}
"""Zones with days on which their clocks were changed, or never are."""


@dataclass(frozen=True, slots=True)
class Said:
    """One event in small: when (counted from the opening), what, by whom, about what."""

    when: int
    what: str
    by: str
    key: str
    about: str = ""
    until: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A procedure in small."""

    until: int
    in_part: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What both have to say."""

    state: str
    final: bool
    settled: int | None
    until: int
    standing: frozenset[str]


CHANCES = (
    *(["break"] * 6),
    *(["withdraw break"] * 3),
    *(["extend", "suspend", "resume", "text", "withdraw"] * 2),
    *("acknowledge", "remind"),
)


def case(chance: random.Random) -> Case:
    """Make up a procedure: events by those who may and those who may not, early, late and at the very instant."""
    said = []
    for number in range(chance.randint(0, 7)):
        what = chance.choice(CHANCES)
        spoken = what in {"break", "withdraw break", "acknowledge"}
        by = chance.choice((*PARTIES, *PARTIES, OBSERVER, CHAIR)) if spoken else chance.choice((CHAIR,) * 6 + PARTIES)
        about = ""
        if what == "break":
            about = chance.choice(("", "", *PARAGRAPHS, "nowhere"))
        elif what == "withdraw break":
            about = f"k{chance.randint(0, 7)}"
        elif what == "text":
            about = chance.choice(("other", "other", "same"))
        said.append(
            Said(chance.randint(-1, HORIZON), what, by, f"k{number}", about, until=chance.randint(1, HORIZON + 2))
        )
    return Case(chance.randint(1, HORIZON - 2), chance.random() < 0.7, tuple(said))


@lru_cache(maxsize=256)
def _deadline(hours: int) -> Deadline:
    return Deadline.at((BEGIN + timedelta(hours=hours)).replace(tzinfo=None), "UTC")


@lru_cache(maxsize=64)
def _opened(hours: int, in_part: bool) -> Opened:  # noqa: FBT001 - the key of a small memory
    return Opened(
        BEGIN, CHAIR, "opening", "same", _deadline(hours), frozenset(PARTIES), frozenset({OBSERVER}),
        frozenset(PARAGRAPHS), in_part, short_reason="a trial",
    )  # fmt: skip


def events(made: Case) -> list[Event]:
    """The case as the events that the house records."""
    return [_opened(made.until, made.in_part), *map(_event, made.said)]


def _event(said: Said) -> Event:  # noqa: PLR0911 - one answer for each kind of event
    head = (BEGIN + timedelta(hours=said.when), said.by, said.key)
    match said.what:
        case "break":
            return Broken(*head, "reason", said.about or None)
        case "withdraw break":
            return BreakWithdrawn(*head, said.about)
        case "extend":
            return Extended(*head, _deadline(said.until))
        case "suspend":
            return Suspended(*head)
        case "resume":
            return Resumed(*head, _deadline(said.until))
        case "text":
            return TextChanged(*head, said.about)
        case "withdraw":
            return Withdrawn(*head)
        case "acknowledge":
            return Acknowledged(*head)
    return Reminded(*head)


def answer(made: list[Event], at: int) -> Answer | None:
    """What the house says at an instant."""
    found = outcome(made, BEGIN + timedelta(hours=at))
    if found is None:
        return None
    hours = timedelta(hours=1)
    return Answer(
        found.state.value,
        found.final,
        None if found.settled_at is None else (found.settled_at - BEGIN) // hours,
        (found.deadline.instant - BEGIN) // hours,
        frozenset(one.key for one in found.breaks),
    )


def oracle(made: Case, at: int) -> Answer | None:
    """What must be said at an instant, found from the end backwards."""
    if at < 0:
        return None
    known = sorted((one for one in made.said if 0 <= one.when <= at), key=lambda one: (one.when, one.key))
    killers = [one for one in known if (one.what == "text" and one.about == "other") or _chairs(one, "withdraw")]
    killers.sort(key=lambda one: (one.when, one.what != "text", one.key))
    for killer in killers:
        until, _ = _clock(made, [one for one in known if one.when < killer.when])
        if killer.when <= until:
            stated = _stated(made, [one for one in known if one.when < killer.when])
            state = "void" if killer.what == "text" else "withdrawn"
            standing = _standing(known, before=killer.when)
            return Answer(state, True, killer.when, stated, frozenset(standing))
    until, suspended = _clock(made, known)
    stated = _stated(made, known)
    standing = _standing(known, before=until + 1)
    concerned = set(standing.values())
    whole = bool(concerned) if not made.in_part else bool(concerned - set(PARAGRAPHS))
    verdict = "broken" if whole or concerned == set(PARAGRAPHS) else "adopted_in_part" if concerned else "adopted"
    if at > until:
        return Answer(verdict, True, int(until), stated, frozenset(standing))
    state = "suspended" if suspended else "broken" if verdict == "broken" else "running"
    return Answer(state, False, None, stated, frozenset(standing))


def _chairs(one: Said, *what: str) -> bool:
    return one.by == CHAIR and one.what in what


def _steps(made: Case, known: list[Said]) -> list[tuple[float, int]]:
    """The ends of the clock that the chair's words made, one after the other, with the deadline stated last."""
    ordered = sorted(
        (one for one in known if _chairs(one, "extend", "suspend", "resume")),
        key=lambda one: (one.when, ("suspend", "resume", "extend").index(one.what), one.key),
    )
    ends: list[tuple[float, int]] = [(made.until, made.until)]
    for one in ordered:
        until, stated = ends[-1]
        stopped = until == math.inf
        if one.when > until:
            break
        if one.what == "suspend" and not stopped:
            ends.append((math.inf, stated))
        elif (one.what == "resume" and stopped and one.until >= max(stated, one.when)) or (
            one.what == "extend" and not stopped and one.until > stated
        ):
            ends.append((one.until, one.until))
    return ends


def _clock(made: Case, known: list[Said]) -> tuple[float, bool]:
    until, _ = _steps(made, known)[-1]
    return until, until == math.inf


def _stated(made: Case, known: list[Said]) -> int:
    return _steps(made, known)[-1][1]


def _standing(known: list[Said], *, before: float) -> dict[str, str]:
    """Which breaks stand, each with what it concerns: for each Party and each paragraph looked at alone."""
    standing: dict[str, str] = {}
    for party in PARTIES:
        own = [one for one in known if one.by == party and one.when < before]
        for about in ("", *PARAGRAPHS, "nowhere"):
            made = {one.key for one in own if one.what == "break" and one.about == about}
            course = [one for one in own if one.key in made or (one.what == "withdraw break" and one.about in made)]
            course.sort(key=lambda one: (one.when, one.what != "break", one.key))
            held = ""
            for one in course:
                if one.what == "break":
                    held = held or one.key
                elif one.about == held:
                    held = ""
            if held:
                standing[held] = about
    return standing


def run(trial: Trial) -> None:
    """Try procedures and wall clocks."""
    cases = LONG if trial.long else SHORT
    clocks = cases // CLOCKS_SHARE
    seen: dict[str, int] = {}
    for _number in range(cases - clocks):
        made = case(trial.chance)
        stored = events(made)
        trial.chance.shuffle(stored)
        # A worker wakes at any time, or twice, and an event may be stored twice.
        at = trial.chance.randint(-2, HORIZON + 4)
        if trial.chance.random() < 0.2:
            stored.append(trial.chance.choice(stored))
        wanted, got = oracle(made, at), answer(stored, at)
        trial.holds(got == wanted, f"at {at}: {made}: {got} instead of {wanted}")
        name = "not open" if wanted is None else f"{wanted.state}{'' if wanted.final else ' so far'}"
        seen[name] = seen.get(name, 0) + 1
    for _number in range(clocks):
        trial.holds(*clock(trial.chance))
    for name, times in sorted(seen.items()):
        trial.figure(name, times)
    trial.figure("wall clocks", clocks)


def clock(chance: random.Random) -> tuple[bool, str]:
    """Compare one wall clock with all instants at which clocks there show it. Gives whether it held, and the words."""
    zone = chance.choice(list(ZONES))
    year, month, day = chance.choice(ZONES[zone])
    minutes = chance.choice((0, 1, 15, 29, 30, 31, 45, 59, 60, 61, 90, 119, 120, 121, 150, 179, 180, 181, 1380, 1439))
    wall = datetime(year, month, day) + timedelta(minutes=minutes, days=chance.randint(-1, 1))  # noqa: DTZ001 - a wall clock
    shown = instants(wall, zone)
    which = chance.choice((None, Which.EARLIER, Which.LATER))
    try:
        got = [Deadline.at(wall, zone, which).instant]
    except NotOnTheClock as refused:
        got = []
        if refused.before >= refused.after:
            return False, f"{wall} {zone}: {refused.before} is not before {refused.after}"
    except TwiceOnTheClock as asked:
        got = [asked.earlier, asked.later]
    if len(shown) > 1 and which is not None:
        shown = [shown[0] if which is Which.EARLIER else shown[-1]]
    return got == shown, f"{wall} {zone} {which}: {got} instead of {shown}"


def instants(wall: datetime, zone: str) -> list[datetime]:
    """All instants at which clocks in a zone show a time, found by asking every quarter of an hour of two days."""
    begin = wall.replace(tzinfo=UTC) - timedelta(hours=24)
    table = ZoneInfo(zone)
    asked = (begin + timedelta(minutes=15 * step) for step in range(48 * 4 + 1))
    return [one for one in asked if one.astimezone(table).replace(tzinfo=None, fold=0) == wall]
