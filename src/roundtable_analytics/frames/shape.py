"""The shape of a cube: what its columns are called and mean, and where the figures come from."""

from dataclasses import dataclass
from datetime import date

from roundtable_analytics.frames.statuses import CONFIDENTIALITY, STATUS, TIME, VALUE


class UnfitError(ValueError):
    """A table does not fit the shape it is said to have; the sentence tells where."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column that says which cell a row is; codes, when given, are all that may stand in it."""

    name: str
    codes: tuple[str, ...] | None = None
    code_list: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of numbers with its unit, and the columns that say why a number is not there."""

    name: str = VALUE
    unit: str = ""
    status: str = STATUS
    confidentiality: str = CONFIDENTIALITY


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column that says more about a cell; it is text."""

    name: str
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures come from: who made them, under which licence, when they were fetched and of which day they are."""

    source: str = ""
    licence: str = ""
    address: str = ""
    retrieved: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What the columns of a cube are. `time` is None for a cube without time."""

    dimensions: tuple[Dimension, ...]
    time: str | None = TIME
    measures: tuple[Measure, ...] = (Measure(),)
    attributes: tuple[Attribute, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two columns of one name and a cube without a measure."""
        if not self.measures:
            raise UnfitError("A cube has at least one measure.")
        told = [*self.key, *(measure.name for measure in self.measures), *self.extra]
        if twice := sorted({name for name in told if told.count(name) > 1}):
            raise UnfitError(f"Two columns are called {', '.join(twice)}.")

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together name one cell."""
        return (*(dimension.name for dimension in self.dimensions), *((self.time,) if self.time else ()))

    @property
    def statuses(self) -> tuple[str, ...]:
        """The columns that say why numbers are not there, each once."""
        return tuple(dict.fromkeys(name for one in self.measures for name in (one.status, one.confidentiality)))

    @property
    def extra(self) -> tuple[str, ...]:
        """The attributes that are no statuses."""
        return tuple(one.name for one in self.attributes if one.name not in self.statuses)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in the order in which a cube keeps them."""
        return (*self.key, *(one.name for one in self.measures), *self.statuses, *self.extra)
