"""Which cells of a dataset a question means: codes and periods found out, comparisons with values left to the store."""

from collections.abc import Mapping, Sequence

from roundtable_analytics.catalog.selecting import Compared, Selection
from roundtable_analytics.frames.periods import bounds
from roundtable_analytics.frames.shape import Shape
from roundtable_analytics.sdmx.rest.asked import Alternatives, Chosen, Comparison, DataQuestion
from roundtable_analytics.sdmx.rest.faults import SEMANTIC, Fault
from roundtable_analytics.sdmx.rest.keys import fitted

ORDERED = ("lt", "le", "gt", "ge")


def selection(chosen: Chosen, shape: Shape, codes: Mapping[str, Sequence[str]]) -> Selection:
    """Give the selection that a question means; `codes` are all that stand in each column of the key. Raises `Fault`.

    Periods are compared by their first and last days, so that a quarter and a month are compared rightly: `ge` means
    that the period does not begin before the one that is named, `le` that it does not end behind it.
    """
    dimensions = [one.name for one in shape.dimensions]
    keys = tuple(fitted(chosen.keys, dimensions))
    among: dict[str, tuple[str, ...]] = {}
    compared: list[Compared] = []
    for name, alternatives in chosen.components:
        if name not in shape.columns:
            raise Fault(SEMANTIC, f"The dataset has no component {name}. It has {', '.join(shape.columns)}.")
        if name in shape.key:
            here = among.get(name, tuple(codes.get(name, ())))
            among[name] = tuple(code for code in here if holds(code, alternatives, time=name == shape.time))
        else:
            compared.append(Compared(name, alternatives))
            _numbers(name, alternatives, shape)
    return Selection(keys, among, tuple(compared), chosen.first, chosen.last)


def _numbers(name: str, alternatives: Alternatives, shape: Shape) -> None:
    if name not in {one.name for one in shape.measures}:
        return
    for operator, value in (one for part in alternatives for one in part):
        try:
            float(value)
        except ValueError as error:
            if operator in {*ORDERED, "eq", "ne"}:
                raise Fault(SEMANTIC, f"{name} is a number, and “{value[:60]}” is none.") from error


def holds(code: str, alternatives: Alternatives, *, time: bool) -> bool:
    """Say whether what is asked of a component holds for a code or a period.

    >>> holds("2021-Q2", ((("ge", "2021-05"),),), time=True), holds("DE", ((("sw", "D"),),), time=False)
    (False, True)
    """
    check = _period if time else _code
    return any(all(check(code, one) for one in part) for part in alternatives)


def _code(code: str, told: Comparison) -> bool:
    operator, value = told
    found = {
        "eq": code == value,
        "ne": code != value,
        "co": value in code,
        "nc": value not in code,
        "sw": code.startswith(value),
        "ew": code.endswith(value),
        "lt": code < value,
        "le": code <= value,
        "gt": code > value,
        "ge": code >= value,
    }
    return found[operator]


def _period(code: str, told: Comparison) -> bool:
    operator, value = told
    if operator in {"co", "nc", "sw", "ew"}:
        return _code(code, told)
    named, own = bounds(value), bounds(code)
    if named is None:
        raise Fault(SEMANTIC, f"“{value[:60]}” is no period. Write it as 2024, 2024-Q1, 2024-03 or 2024-03-30.")
    if own is None:
        return operator == "ne"
    found = {
        "eq": own == named,
        "ne": own != named,
        "ge": own[0] >= named[0],
        "gt": own[0] > named[1],
        "le": own[1] <= named[1],
        "lt": own[1] < named[0],
    }
    return found[operator]


def columns(question: DataQuestion, shape: Shape) -> tuple[str, ...]:
    """Give the columns that a question wants handed out, in the order of the shape. Raises `Fault`."""
    measures = [one.name for one in shape.measures]
    attributes = [*shape.statuses, *shape.extra]
    for kind, asked, have in (("measure", question.measures, measures), ("attribute", question.attributes, attributes)):
        if foreign := [name for name in asked or () if name not in have]:
            raise Fault(SEMANTIC, f"The dataset has no {kind} {foreign[0][:60]}. It has {', '.join(have)}.")
    if question.keys_only:
        return tuple(one.name for one in shape.dimensions)
    kept = {*shape.key}
    kept |= set(measures if question.measures is None else question.measures)
    kept |= set(attributes if question.attributes is None else question.attributes)
    return tuple(name for name in shape.columns if name in kept)
