"""The door of this room for others: which figures there are, and the cells of a question as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from roundtable.ground.trust.public import Person
from roundtable.kernel.base.errors import NotThere
from roundtable.records.observatory.domain.question import Question
from roundtable.records.observatory.exports.files import citation
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.answers import answer
from roundtable.records.observatory.queries.asking import moment_of
from roundtable.records.observatory.queries.datasets import Gone

__all__ = ["Figure", "Figures", "Gone", "figures"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell: its code and period, its number, or the code of the nothing that stands in its place."""

    code: str
    label: str
    period: str
    value: float | None
    nothing: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The cells of a question, with what has to stand beside them wherever they are shown."""

    cells: tuple[Figure, ...]
    source: str
    licence: str
    data_date: date | None
    citation: str
    demonstration: bool


def figures(  # noqa: PLR0913 - a question has these parts
    code: str,
    *,
    reader: Person,
    at: datetime,
    by: str,
    codes: Mapping[str, Sequence[str]],
    start: str = "",
    end: str = "",
    as_of: date | None = None,
) -> Figures:
    """Answer a question to a dataset, as a reader may know it. Raises `NotThere`, and `Gone` for what was withdrawn."""
    dataset = datasets.visible_to(reader, at=at).filter(code=code).first()
    if dataset is None:
        raise NotThere("")
    vintage = datasets.known_vintage(dataset, at=at, as_of=moment_of(as_of))
    question = Question(None, by, {name: tuple(found) for name, found in codes.items()}, start, end, as_of)
    found = answer(question, vintage)
    cells = tuple(
        Figure(one, found.labels.code(by, one), period, cell.value, cell.nothing) for one, period, cell in found.rows()
    )
    return Figures(cells, dataset.source, dataset.licence, vintage.data_date, citation(found), dataset.demonstration)
