"""What machines are told of figures, and what they may send."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema


class DatasetOut(Schema):
    """A dataset, named in the language of the request."""

    code: str
    title: str
    about: str
    source: str
    address: str
    licence: str
    licence_address: str
    audience: str
    marking: str
    unit: str
    data_date: date | None
    retrieved: date | None
    released: date | None
    next_release: date | None
    rows: int | None
    vintages: int
    demonstration: bool


class DatasetsOut(Schema):
    """Datasets, page by page."""

    count: int
    page: int
    pages: int
    items: list[DatasetOut]


class VintageOut(Schema):
    """A vintage: what was known from which moment on."""

    id: int
    loaded_at: datetime
    known_at: datetime | None
    release_at: datetime | None
    state: str
    rows: int
    cells: dict[str, int] = Field(description="How many cells are numbers, zeros (0), missing (O), … as OBS_STATUS.")
    data_date: date | None
    retrieved: date | None
    notice: str


class DatasetDetailOut(DatasetOut):
    """A dataset with its definition and its vintages."""

    definition: dict[str, str]
    grade: str
    dimensions: dict[str, list[str]]
    history: list[VintageOut]


class CellOut(Schema):
    """A cell: a number, or the code of the nothing that stands in its place."""

    code: str
    period: str
    value: float | None
    status: str
    confidentiality: str
    nothing: str
    known: float | None = None
    parts: int = 1
    lacking: dict[str, int] = Field(default_factory=dict)


class DataOut(Schema):
    """The answer to a question: its metadata and its cells."""

    metadata: dict[str, Any]
    count: int
    cells: list[CellOut]


class FindingOut(Schema):
    """What the gate found, and what a person answered."""

    id: int
    load: int
    vintage: datetime = Field(description="When it was loaded.")
    rule: str
    cell: list[str]
    said: str
    answer: str
    reason: str
    answered_at: datetime | None


class FindingsOut(Schema):
    """Findings, page by page."""

    count: int
    page: int
    pages: int
    items: list[FindingOut]


class LoadIn(Schema):
    """Figures to load: a table as CSV, and the mapping that says which column is what."""

    mapping: str = Field(max_length=200_000, description="The name of a mapping that is shipped, or a mapping as YAML.")
    table: str = Field(max_length=20_000_000, description="The table as CSV.")
    data_date: date | None = None
    retrieved: date | None = None
    known_at: datetime | None = None
    dry_run: bool = Field(default=False, description="Only look: nothing is loaded.")


class LoadedOut(Schema):
    """What a load came to; without a vintage where it was only looked at."""

    dataset: str
    vintage: int | None
    rows: int
    cells: dict[str, int]
    findings: dict[str, int]


class AnswerIn(Schema):
    """An answer to findings of a load."""

    findings: list[int] = Field(min_length=1, max_length=50_000)
    answer: Literal["accepted", "refused"]
    reason: str = Field(min_length=1, max_length=2000)


class AnsweredOut(Schema):
    """How many findings are answered, and how many wait."""

    answered: int
    waiting: int


class PublishIn(Schema):
    """When a load is released; at once without a moment."""

    release_at: datetime | None = None


class NoticeIn(Schema):
    """Why figures are withdrawn, or a load refused."""

    notice: str = Field(min_length=1, max_length=2000)
