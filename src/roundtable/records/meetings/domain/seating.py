"""Who sits where: the chair at the head, then Parties in the order of the language, then observers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at the table; number 0 is the head of the table."""

    number: int
    code: str
    observer: bool


def protocol_order(
    in_alphabet: Sequence[str], *, chair: str = "", observers: Collection[str] = (), last: Collection[str] = ()
) -> list[Seat]:
    """Give the seats in protocol order. `in_alphabet` names who comes, in the order of the language's alphabet.

    The chair sits at the head. `last` names those who by custom sit after the states (a union of states), before the
    observers. No Party comes before another for any reason but its name.

    >>> seats = protocol_order(["AM", "CZ", "EU", "GE", "IOM"], chair="CZ", observers=["IOM"], last=["EU"])
    >>> [one.code for one in seats]
    ['CZ', 'AM', 'GE', 'EU', 'IOM']
    """
    comes = list(dict.fromkeys(in_alphabet))
    head = [code for code in comes if code == chair]
    rest = [code for code in comes if code != chair]
    states = [code for code in rest if code not in last and code not in observers]
    after = [code for code in rest if code in last and code not in observers]
    beside = [code for code in rest if code in observers]
    first = 0 if head else 1
    ordered = [*head, *states, *after, *beside]
    return [Seat(number, code, code in observers) for number, code in enumerate(ordered, start=first)]


def sides(seats: Sequence[Seat]) -> tuple[list[Seat], list[Seat]]:
    """Share the seats below the head out to the two long sides of a table: odd numbers right of the chair, even left.

    >>> right, left = sides(protocol_order(["AM", "GE", "UA"], chair="AM"))
    >>> [one.code for one in right], [one.code for one in left]
    (['GE'], ['UA'])
    """
    below = [seat for seat in seats if seat.number > 0]
    return below[::2], below[1::2]
